#include "ui/editor/textpair.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/edit/linediff.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/textview.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/tone.h"

#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// What two text views draw without a wait; the table has no such limit.
constexpr qsizetype kMaxTextBytes = 4 * 1024 * 1024;
/// Equal lines are wanted as well, so no run of them becomes a gap.
constexpr qsizetype kAllLines = 1 << 30;

} // namespace

struct TextPair::Texts
{
    QByteArray sides[2];
    bool isCut = false;
    std::vector<int> lines[2]; ///< that differ, counted from 0
    std::vector<std::pair<int, int>> runs;

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
        // A side that is missing differs as a whole, which nobody needs to be told line by line.
        if (comparison.before && comparison.after)
            texts.findLines();
        return texts;
    }

    void findLines()
    {
        int at[2] = {0, 0};
        bool isInRun = false;
        for (const DiffLine &line : diffLines(sides[0], sides[1], kAllLines)) {
            const bool isSame = line.kind == DiffLine::Kind::Same;
            if (!isSame && !isInRun)
                runs.emplace_back(at[0], at[1]);
            isInRun = !isSame;
            if (line.kind == DiffLine::Kind::Removed)
                lines[0].push_back(at[0]);
            if (line.kind == DiffLine::Kind::Added)
                lines[1].push_back(at[1]);
            at[0] += line.kind == DiffLine::Kind::Added ? 0 : 1;
            at[1] += line.kind == DiffLine::Kind::Removed ? 0 : 1;
        }
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
    m_job.drop();
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
    m_runs.clear();
    m_run = -1;
    if (!m_comparison) {
        for (TextView *view : m_views)
            view->clear();
        return;
    }
    m_titles[0]->setText(m_comparison->beforeTitle);
    m_titles[1]->setText(m_comparison->afterTitle);
    auto work = [comparison = m_comparison](Progress &) -> Result<Texts> { return Texts::of(*comparison); };
    m_job.start(std::move(work), [this](const Result<Texts> &texts) { take(*texts); });
}

void TextPair::take(const Texts &texts)
{
    for (int side = 0; side < 2; ++side) {
        m_views[side]->setText(texts.sides[side], TextView::Language::Json);
        m_views[side]->markLines(texts.lines[side], side == 0 ? Tone::Bad : Tone::Good);
    }
    m_runs = texts.runs;
    m_note->setText(tr("Only the first 4 MiB of the text are shown. The list of fields compares everything."));
    m_note->setVisible(texts.isCut);
    stepDifference(1);
}

void TextPair::stepDifference(int direction)
{
    const int count = int(m_runs.size());
    if (count == 0)
        return;
    m_run = m_run < 0 && direction < 0 ? count - 1 : (m_run + direction + count) % count;
    m_views[0]->showLine(m_runs[size_t(m_run)].first);
    m_views[1]->showLine(m_runs[size_t(m_run)].second);
}

} // namespace persistence
