#include "ui/editor/textpair.h"

#include "model/bson/extendedjsonwriter.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/textview.h"
#include "ui/widgets/plainlabel.h"

#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// What two text views draw without a wait; the table has no such limit.
constexpr qsizetype kMaxTextBytes = 4 * 1024 * 1024;

} // namespace

struct TextPair::Texts
{
    QByteArray sides[2];
    bool isCut = false;

    static Texts of(const Comparison &comparison)
    {
        Texts texts;
        for (int side = 0; side < 2; ++side) {
            const std::optional<QByteArray> &document = side == 0 ? comparison.before : comparison.after;
            QByteArray text;
            if (document)
                bson::writeExtendedJson(bson::DocumentView(*document), {bson::JsonMode::Relaxed, 2}, text);
            texts.isCut = texts.isCut || text.size() > kMaxTextBytes;
            bool hasLongRow = false;
            texts.sides[side] = cutIntoDisplayRows(text.left(kMaxTextBytes), hasLongRow);
        }
        return texts;
    }
};

TextPair::TextPair(QWidget *parent) : QWidget(parent), m_note(new PlainLabel({}, this))
{
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    for (int side = 0; side < 2; ++side) {
        auto *half = new QWidget(splitter);
        m_titles[side] = new PlainLabel({}, half);
        m_titles[side]->setElideMode(Qt::ElideRight);
        m_titles[side]->setContentsMargins(8, 2, 8, 2);
        m_views[side] = new TextView(half);
        m_views[side]->setObjectName(side == 0 ? u"textBefore"_s : u"textAfter"_s);
        auto *layout = new QVBoxLayout(half);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(m_titles[side]);
        layout->addWidget(m_views[side], 1);
        splitter->addWidget(half);
    }
    m_note->setDimmed(true);
    m_note->setContentsMargins(8, 2, 8, 2);
    m_note->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_note);
}

TextPair::~TextPair() = default;

void TextPair::setComparison(std::shared_ptr<const Comparison> comparison)
{
    m_job.reset();
    m_comparison = std::move(comparison);
    m_isStale = true;
    if (isVisible())
        rebuild();
}

void TextPair::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        rebuild();
}

void TextPair::rebuild()
{
    m_isStale = false;
    if (!m_comparison) {
        for (TextView *view : m_views)
            view->clear();
        return;
    }
    m_titles[0]->setText(m_comparison->beforeTitle);
    m_titles[1]->setText(m_comparison->afterTitle);
    auto work = [comparison = m_comparison](Progress &) -> Result<Texts> { return Texts::of(*comparison); };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<Texts> texts) {
        m_job.reset();
        for (int side = 0; side < 2; ++side)
            m_views[side]->setText(texts->sides[side], TextView::Language::Json);
        m_note->setText(tr("Only the first 4 MiB of the text are shown. The list of fields compares everything."));
        m_note->setVisible(texts->isCut);
    });
}

} // namespace persistence
