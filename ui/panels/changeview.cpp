#include "ui/panels/changeview.h"

#include "model/items/itemtext.h"
#include "model/items/recordline.h"
#include "model/workspace/workspace.h"
#include "ui/editor/compareview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QToolButton>

#include <limits>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The record in one line, from the newer of its documents.
QString nameOf(const Workspace &workspace, RecordRow row, const Comparison &comparison, Collection collection)
{
    const std::optional<QByteArray> &document = comparison.after ? comparison.after : comparison.before;
    const auto reader = workspace.reader();
    if (!document || !reader)
        return {};
    RecordSummary summary;
    summary.row = row;
    summary.collection = collection;
    summary.head = *document;
    const RecordLine line = recordLine(summary, [&](QByteArrayView model, QByteArrayView id) { return (*reader)->label(model, id); });
    return line.key.isEmpty() ? ChangeView::tr("(no key)") : line.key;
}

QString versionTitle(ChangeRow change)
{
    return change.isValid() ? ChangeView::tr("After change %1").arg(change.value) : ChangeView::tr("Before the first change");
}

} // namespace

struct ChangeView::Loaded
{
    std::shared_ptr<const std::vector<qint64>> images;
    RecordRow record;
    QString name;
    Comparison comparison;

    /// One of the records that a change touched; \a images null: they are looked up first.
    static Result<Loaded> ofChange(const Workspace &workspace, ChangeRow change, std::shared_ptr<const std::vector<qint64>> images,
                                   size_t index)
    {
        const auto history = workspace.history();
        if (!history)
            return history.error();
        Loaded loaded;
        loaded.images = std::move(images);
        if (!loaded.images) {
            auto numbers = (*history)->imageNumbers(change);
            if (!numbers)
                return numbers.error();
            loaded.images = std::make_shared<const std::vector<qint64>>(*std::move(numbers));
        }
        if (index >= loaded.images->size())
            return loaded;
        auto image = (*history)->image((*loaded.images)[index]);
        if (!image)
            return image.error();
        if (!*image)
            return loaded;
        loaded.record = (*image)->record;
        loaded.comparison = {std::move((*image)->before), std::move((*image)->after), tr("Before change %1").arg(change.value),
                             versionTitle(change)};
        loaded.name = nameOf(workspace, loaded.record, loaded.comparison, (*image)->collection);
        return loaded;
    }

    static Result<Loaded> ofVersions(const Workspace &workspace, RecordRow record, ChangeRow before, std::optional<ChangeRow> after)
    {
        const auto history = workspace.history();
        if (!history)
            return history.error();
        Loaded loaded;
        loaded.record = record;
        auto older = (*history)->version(record, before);
        if (!older)
            return older.error();
        auto newer = (*history)->version(record, after.value_or(ChangeRow{std::numeric_limits<qint64>::max()}));
        if (!newer)
            return newer.error();
        const auto collection = (*history)->collectionOf(record);
        if (!collection)
            return collection.error();
        loaded.comparison = {*std::move(older), *std::move(newer), versionTitle(before), after ? versionTitle(*after) : tr("Now")};
        loaded.name = nameOf(workspace, record, loaded.comparison, *collection);
        return loaded;
    }
};

ChangeView::ChangeView(QWidget *parent)
    : QWidget(parent)
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_position(new PlainLabel({}, this))
    , m_name(new PlainLabel({}, this))
    , m_goTo(new QToolButton(this))
    , m_compare(new CompareView(this))
{
    setObjectName(u"changeView"_s);
    m_bar = createBar();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_compare, 1);
    connect(m_previous, &QToolButton::clicked, this, [this] { showImage(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showImage(m_index + 1); });
    connect(m_goTo, &QToolButton::clicked, this, [this] { emit recordRequested(m_record); });
    connect(m_compare, &CompareView::revertRequested, this, [this](const bson::Path &path) {
        const auto comparison = m_compare->model()->comparison();
        if (comparison && comparison->before)
            emit fieldRevertRequested(m_record, *comparison->before, path);
    });
    showNothing();
}

ChangeView::~ChangeView() = default;

QWidget *ChangeView::createBar()
{
    m_previous->setObjectName(u"previousImage"_s);
    m_previous->setIcon(icon(IconId::Previous));
    m_previous->setAccessibleName(tr("Previous record of this change"));
    m_next->setObjectName(u"nextImage"_s);
    m_next->setIcon(icon(IconId::Next));
    m_next->setAccessibleName(tr("Next record of this change"));
    for (QToolButton *button : {m_previous, m_next, m_goTo})
        button->setAutoRaise(true);
    setPlainToolTip(m_previous, m_previous->accessibleName());
    setPlainToolTip(m_next, m_next->accessibleName());
    m_position->setObjectName(u"imagePosition"_s);
    m_name->setObjectName(u"imageName"_s);
    m_name->setDimmed(true);
    m_name->setElideMode(Qt::ElideRight);
    m_goTo->setObjectName(u"goToRecord"_s);
    m_goTo->setText(tr("Go to record"));
    auto *bar = new QWidget(this);
    QSizePolicy policy = bar->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    bar->setSizePolicy(policy);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 8, 0);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_position);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_goTo);
    return bar;
}

void ChangeView::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    clear({}, {});
    m_job.stop();
    m_workspace = std::move(workspace);
}

void ChangeView::clear(const QString &title, const QString &sentence)
{
    m_job.drop();
    showNothing();
    m_compare->clear(title, sentence);
}

void ChangeView::showNothing()
{
    m_record = {};
    m_images = nullptr;
    m_bar->hide();
}

void ChangeView::showChange(const Change &change)
{
    m_change = change;
    m_images = nullptr;
    showImage(0);
}

void ChangeView::showImage(size_t index)
{
    m_index = index;
    start([change = m_change.row, images = m_images, index](Workspace &workspace) {
        return Loaded::ofChange(workspace, change, images, index);
    });
}

void ChangeView::showVersions(RecordRow record, ChangeRow before, std::optional<ChangeRow> after)
{
    m_change = {};
    m_images = nullptr;
    start([record, before, after](Workspace &workspace) { return Loaded::ofVersions(workspace, record, before, after); });
}

void ChangeView::showLastChange(RecordRow record, ChangeRow change)
{
    m_change = {};
    m_images = nullptr;
    start([record, change](Workspace &workspace) -> Result<Loaded> {
        auto loaded = Loaded::ofVersions(workspace, record, ChangeRow{change.value - 1}, {});
        if (loaded)
            loaded->comparison.beforeTitle = tr("Before change %1").arg(change.value);
        return loaded;
    });
}

void ChangeView::start(const Load &load)
{
    if (!m_workspace)
        return;
    auto work = [workspace = m_workspace, load](Progress &) { return load(*workspace); };
    m_job.start(std::move(work), [this](Result<Loaded> loaded) {
        if (loaded)
            take(*loaded);
        else
            emit failed(loaded.error());
    });
}

void ChangeView::take(const Loaded &loaded)
{
    m_images = loaded.images;
    m_record = loaded.record;
    if (!m_record.isValid()) {
        m_bar->hide();
        // The other records of an import have no version before it.
        const QString brought = countedText(m_change.added, tr("This import brought 1 record"), tr("This import brought %1 records"));
        m_compare->clear(m_change.added > 0 ? brought : tr("Nothing to compare"), tr("No record that was here before was changed."));
        return;
    }
    const size_t count = m_images ? m_images->size() : 1;
    for (QToolButton *button : {m_previous, m_next})
        button->setVisible(count > 1);
    m_previous->setEnabled(m_index > 0);
    m_next->setEnabled(m_index + 1 < count);
    m_position->setVisible(count > 1);
    const QString position = m_change.import != 0 ? tr("Replaced record %1 of %2") : tr("Record %1 of %2");
    m_position->setText(position.arg(numberText(qint64(m_index) + 1), numberText(qint64(count))));
    m_name->setText(loaded.name);
    m_goTo->setEnabled(loaded.comparison.after.has_value());
    m_bar->show();
    m_compare->showDifferences(loaded.comparison);
}

} // namespace persistence
