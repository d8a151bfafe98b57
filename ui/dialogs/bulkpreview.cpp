#include "ui/dialogs/bulkpreview.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// How often the number of records looked at is shown.
constexpr int kTickMs = 200;

/// Marks what is replaced.
class PreviewDelegate final : public TableDelegate
{
public:
    using TableDelegate::TableDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto marks = index.data(BulkPreviewModel::MarksRole).value<QList<TextSpan>>();
        if (marks.isEmpty()) {
            TableDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        drawMarkedCell(*painter, cell, marks);
    }
};

} // namespace

BulkPreview::BulkPreview(std::shared_ptr<Workspace> workspace, SelectionBox &selections, QPushButton &button, ButtonTexts texts,
                         int samples, QWidget *parent)
    : QWidget(parent)
    , m_model(new BulkPreviewModel(std::move(workspace), selections.selection(), samples, this))
    , m_button(button)
    , m_texts(std::move(texts))
    , m_samples(samples)
    , m_table(new QTableView(this))
    , m_count(new PlainLabel({}, this))
{
    createTable();
    setFocusProxy(m_table);
    m_count->setObjectName(u"changeCount"_s);
    m_count->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_count);
    connect(&selections, &QComboBox::currentIndexChanged, this, [this, &selections] {
        m_model->setSelection(selections.selection());
        emit selectionChanged();
    });
    connect(m_model, &BulkPreviewModel::changed, this, &BulkPreview::showCount);
    connect(m_model, &BulkPreviewModel::failed, this, &BulkPreview::failed);
    auto *tick = new QTimer(this);
    connect(tick, &QTimer::timeout, this, [this] {
        if (m_model->isBusy())
            showCount();
    });
    tick->start(kTickMs);
    showCount();
}

BulkPreview::~BulkPreview() = default;

void BulkPreview::createTable()
{
    m_table->setObjectName(u"changePreview"_s);
    m_table->setAccessibleName(tr("The first records before and after"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setItemDelegate(new PreviewDelegate(IconIdRole, ToolTipTextRole, m_table));
    m_table->setFrameShape(QFrame::StyledPanel);
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().averageCharWidth();
    header->resizeSection(BulkPreviewModel::RecordColumn, 24 * character);
    header->resizeSection(BulkPreviewModel::PathColumn, 20 * character);
    header->setSectionResizeMode(BulkPreviewModel::BeforeColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(BulkPreviewModel::AfterColumn, QHeaderView::Stretch);
}

void BulkPreview::look(const BodyVerb &verb, const std::shared_ptr<const TextReplacer> &replacer, const Places &places)
{
    m_places = places;
    m_model->preview(verb, replacer);
}

void BulkPreview::clear()
{
    m_places.reset();
    m_model->clear();
}

bool BulkPreview::isReady() const
{
    return m_model->isComplete() && !m_model->count().changing.empty();
}

void BulkPreview::showCount()
{
    const bool isComplete = m_model->isComplete();
    m_button.setEnabled(isReady());
    m_button.setText(isComplete ? countedText(qint64(changing().size()), m_texts.one, m_texts.many) : m_texts.idle);
    setPlainToolTip(&m_button, isReady() ? QString() : isComplete ? tr("No record would change.") : tr("First every record is looked at."));
    m_count->setText(countText());
}

QString BulkPreview::countText() const
{
    if (m_model->isBusy())
        return tr("Looking at every record: %1 so far…").arg(numberText(m_model->seen()));
    if (!m_model->isComplete())
        return tr("Before and after of the first %1 records that change are shown here.").arg(m_samples);
    const BulkCount &count = m_model->count();
    QStringList parts{countedText(qint64(count.changing.size()), tr("1 record will change"), tr("%1 records will change"))};
    if (m_places)
        parts.append(countedText(m_places->load(), tr("1 place"), tr("%1 places")));
    if (count.same > 0 && !m_places)
        parts.append(countedText(count.same, tr("1 is so already"), tr("%1 are so already")));
    if (count.same > 0 && m_places)
        parts.append(countedText(count.same, tr("1 without a hit stays as it is"), tr("%1 without a hit stay as they are")));
    if (count.unfit > 0)
        parts.append(tr("%1 stay as they are, because the change does not fit (the first: %2)").arg(numberText(count.unfit), count.reason));
    return parts.join(u" · "_s);
}

} // namespace persistence
