#include "ui/records/recordcolumns.h"

#include "model/items/columnlistmodel.h"
#include "model/items/groupshape.h"
#include "model/items/recordtablemodel.h"
#include "model/workspace/workspace.h"
#include "ui/records/columnsdialog.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/textquestion.h"

#include <QHeaderView>
#include <QInputDialog>
#include <QMenu>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

RecordColumns::RecordColumns(RecordTableModel *model, RecordTableView *view, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_view(view)
{
    connect(m_view, &RecordTableView::layoutChangedByUser, this, &RecordColumns::keep);
    connect(m_view, &RecordTableView::orderWanted, this, [this](const RecordOrder &order) {
        m_model->setOrder(order);
        m_view->showOrder();
        keep();
    });
    // Where the filter let nothing pass, only the titles could tell how wide the columns should be.
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (std::exchange(m_waitsForRows, false))
            QTimer::singleShot(0, this, [this] {
                if (!m_layouts.find(m_shape))
                    applyFirst();
            });
    });
    m_view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view->horizontalHeader(), &QWidget::customContextMenuRequested, this, &RecordColumns::openHeaderMenu);
    applyFirst();
}

RecordColumns::~RecordColumns() = default;

void RecordColumns::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.stop();
    m_workspace = std::move(workspace);
    m_survey.reset();
    m_available.clear();
}

void RecordColumns::showGroup(const Group &group)
{
    m_job.drop();
    m_group = group;
    m_shape.clear();
    m_survey.reset();
    m_available.clear();
    m_isCapped = false;
    m_isArranged = false;
    findShape();
    if (const auto kept = m_layouts.find(m_shape)) {
        applyKept(*kept);
    } else {
        m_model->setFields({});
        m_model->setColouring({});
        applyFirst();
    }
    startSurvey();
}

void RecordColumns::refresh()
{
    startSurvey();
}

/// Reads one record, so that a kind of group that was arranged before looks so from the start.
void RecordColumns::findShape()
{
    if (!m_workspace)
        return;
    const auto reader = m_workspace->reader();
    const auto shape = reader ? shapeOf(**reader, m_group) : Result<QByteArray>(reader.error());
    if (shape)
        m_shape = *shape;
    else
        emit failed(shape.error());
}

void RecordColumns::startSurvey()
{
    m_job.drop();
    if (!m_workspace)
        return;
    auto work = [workspace = m_workspace, group = m_group](Progress &progress) { return surveyFields(*workspace, group, progress); };
    m_job.start(std::move(work), [this](Result<FieldSurvey> survey) {
        if (survey) {
            m_survey = std::make_shared<const FieldSurvey>(*std::move(survey));
            take();
        } else if (survey.error().kind != ErrorKind::Cancelled)
            emit failed(survey.error());
    });
}

void RecordColumns::take()
{
    m_available = columnsOf(*m_survey);
    m_isCapped = m_survey->isCapped;
    if (m_isArranged) {
        QList<FieldColumn> shown = m_model->fields();
        for (FieldColumn &field : shown)
            field = withFacts(field);
        m_model->setFields(shown);
    } else {
        if (isOneKind(m_survey->records)) {
            m_model->setFields(m_available);
            applyFirst();
        }
        m_isArranged = true;
    }
    emit surveyed();
}

/// Whether the records are so alike that their fields say more in columns than in a preview of the value.
bool RecordColumns::isOneKind(qint64 records) const
{
    if (!m_group.app.isValid() || m_available.isEmpty() || m_available.size() > kMaxFirstColumns)
        return false;
    qint64 fill = 0;
    for (const FieldColumn &field : m_available)
        fill += field.records;
    const double least = m_group.model.isValid() || m_group.shape.isValid() ? kLeastFill : kLeastFillOfApp;
    return double(fill) >= least * double(records * m_available.size());
}

/// With fields: the fields instead of the preview of the value.
void RecordColumns::applyFirst()
{
    m_waitsForRows = m_model->rowCount() == 0;
    TableLayout layout;
    const bool hasFields = !m_model->fields().isEmpty();
    layout.columns.append(TableLayout::Column::ofFixed(RecordTableModel::KeyColumn));
    layout.columns.append(TableLayout::Column::ofFixed(RecordTableModel::ValueColumn, hasFields));
    for (const FieldColumn &field : m_model->fields())
        layout.columns.append(TableLayout::Column::ofField(field));
    for (const int column : {RecordTableModel::UpdatedColumn, RecordTableModel::SizeColumn, RecordTableModel::RecordIdColumn})
        layout.columns.append(TableLayout::Column::ofFixed(column));
    m_view->applyLayout(layout);
}

void RecordColumns::applyKept(const TableLayout &layout)
{
    QList<FieldColumn> fields;
    for (const TableLayout::Column &column : layout.columns) {
        if (column.fixed >= 0)
            continue;
        FieldColumn field;
        if (const auto path = FieldPath::parse(column.path)) {
            field.path = *path;
            field.title = column.title;
            field.format = column.format;
            fields.append(field);
        }
    }
    m_model->setFields(fields);
    m_model->setOrder(layout.order);
    m_model->setColouring(layout.colouring);
    m_view->applyLayout(layout);
    m_isArranged = true;
}

void RecordColumns::openChooser(QWidget *parent)
{
    auto *dialog = new ColumnsDialog(m_model->fields(), m_available, m_isCapped, parent);
    connect(dialog, &ColumnsDialog::columnsChosen, this, &RecordColumns::setShown);
    connect(dialog, &ColumnsDialog::resetWanted, this, &RecordColumns::reset);
    dialog->open();
}

/// The fields stand where the first of them stood, in the order in which they were chosen.
void RecordColumns::setShown(const QList<FieldColumn> &fields)
{
    TableLayout before = m_view->layoutNow();
    TableLayout layout;
    layout.order = before.order;
    layout.pinned = before.pinned;
    const auto addFields = [&] {
        for (const FieldColumn &field : fields) {
            const QByteArray path = field.path.toText();
            const auto known =
                std::find_if(before.columns.begin(), before.columns.end(), [&path](const auto &column) { return column.path == path; });
            layout.columns.append(TableLayout::Column::ofField(field, known == before.columns.end() ? 0 : known->width));
        }
    };
    bool isAdded = false;
    for (TableLayout::Column &column : before.columns) {
        const bool isPlace = column.fixed < 0 || column.fixed == RecordTableModel::UpdatedColumn;
        if (isPlace && !std::exchange(isAdded, true))
            addFields();
        if (column.fixed == RecordTableModel::ValueColumn)
            column.isHidden = !fields.isEmpty() && (column.isHidden || m_model->fields().isEmpty());
        if (column.fixed >= 0)
            layout.columns.append(column);
    }
    m_model->setFields(fields);
    m_view->applyLayout(layout);
    m_isArranged = true;
    keep();
}

void RecordColumns::reset()
{
    m_layouts.forget(m_shape);
    m_model->setOrder({});
    showGroup(m_group);
}

void RecordColumns::openHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(m_view);
    menu->setObjectName(u"headerMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, m_view->horizontalHeader()->logicalIndexAt(position));
    menu->popup(m_view->horizontalHeader()->mapToGlobal(position));
}

void RecordColumns::fillMenu(QMenu *menu, int column)
{
    if (const auto upwards = m_model->orderBy(column, false)) {
        menu->addAction(icon(IconId::Up), tr("Sort upwards"), this, [this, upwards] { emit m_view->orderWanted(*upwards); });
        menu->addAction(tr("Sort downwards"), this, [this, column] { emit m_view->orderWanted(*m_model->orderBy(column, true)); });
        if (m_model->order() != RecordOrder())
            menu->addAction(tr("As the group has them"), this, [this] { emit m_view->orderWanted({}); });
        menu->addSeparator();
    }
    if (const FieldColumn *field = m_model->fieldAt(column)) {
        menu->addAction(tr("Rename column…"), this, [this, column] { rename(column); });
        QMenu *formats = menu->addMenu(tr("Show as"));
        for (const ColumnFormat format : ColumnListModel::formats()) {
            QAction *action =
                formats->addAction(ColumnListModel::formatName(format), this, [this, column, format] { setFormat(column, format); });
            action->setCheckable(true);
            action->setChecked(field->format == format);
        }
        addColouring(*menu, field->path);
    }
    if (column >= 0) {
        menu->addAction(tr("Hide column"), this, [this, column] { hide(column); });
        menu->addAction(tr("Pin the columns up to this one"), this, [this, column] { pinUpTo(column); });
    }
    if (m_view->pinned() > 0) {
        menu->addAction(tr("Pin no columns"), this, [this] {
            m_view->setPinned(0);
            keep();
        });
    }
    for (int hidden = 0; hidden < RecordTableModel::ColumnCount; ++hidden) {
        if (!m_view->isColumnHidden(hidden))
            continue;
        const QString name = m_model->headerData(hidden, Qt::Horizontal, Qt::DisplayRole).toString();
        menu->addAction(tr("Show column %1").arg(name), this, [this, hidden] {
            TableLayout layout = m_view->layoutNow();
            for (TableLayout::Column &kept : layout.columns)
                kept.isHidden = kept.isHidden && kept.fixed != hidden;
            m_view->applyLayout(layout);
            keep();
        });
    }
    menu->addSeparator();
    menu->addAction(icon(IconId::Columns), tr("Choose columns…"), this, [this] { openChooser(m_view->window()); });
    menu->addAction(tr("Reset columns"), this, &RecordColumns::reset);
}

void RecordColumns::addColouring(QMenu &menu, const FieldPath &path)
{
    const bool isColouring = m_model->colouring() == path;
    QAction *colour = menu.addAction(tr("Use for colouring"), this, [this, path, isColouring] {
        m_model->setColouring(isColouring ? FieldPath() : path);
        keep();
    });
    colour->setCheckable(true);
    colour->setChecked(isColouring);
}

void RecordColumns::rename(int column)
{
    const QInputDialog *dialog =
        openQuestion(m_view->window(), {u"renameColumn"_s, tr("Rename column"), tr("Title (empty: the path of the field)"),
                                        m_model->fieldAt(column)->title, tr("Rename")});
    const FieldPath path = m_model->fieldAt(column)->path;
    connect(dialog, &QInputDialog::textValueSelected, this, [this, path](const QString &title) {
        QList<FieldColumn> fields = m_model->fields();
        for (FieldColumn &field : fields)
            field.title = field.path == path ? title.trimmed() : field.title;
        m_model->setFields(fields);
        keep();
    });
}

void RecordColumns::setFormat(int column, ColumnFormat format)
{
    QList<FieldColumn> fields = m_model->fields();
    fields[column - RecordTableModel::ColumnCount].format = format;
    m_model->setFields(fields);
    keep();
}

void RecordColumns::pinUpTo(int column)
{
    const QHeaderView *header = m_view->horizontalHeader();
    int count = 0;
    for (int visual = 0; visual <= header->visualIndex(column); ++visual)
        count += header->isSectionHidden(header->logicalIndex(visual)) ? 0 : 1;
    m_view->setPinned(count);
    keep();
}

void RecordColumns::hide(int column)
{
    if (const FieldColumn *hidden = m_model->fieldAt(column)) {
        QList<FieldColumn> fields = m_model->fields();
        const FieldPath path = hidden->path;
        fields.removeIf([&path](const FieldColumn &field) { return field.path == path; });
        setShown(fields);
        return;
    }
    TableLayout layout = m_view->layoutNow();
    for (TableLayout::Column &kept : layout.columns)
        kept.isHidden = kept.isHidden || kept.fixed == column;
    m_view->applyLayout(layout);
    keep();
}

void RecordColumns::keep()
{
    if (!m_shape.isEmpty() && m_isArranged)
        m_layouts.keep(m_shape, m_view->layoutNow());
}

FieldColumn RecordColumns::withFacts(FieldColumn field) const
{
    const auto known =
        std::find_if(m_available.begin(), m_available.end(), [&field](const FieldColumn &other) { return other.path == field.path; });
    field.types = known == m_available.end() ? TypeSet() : known->types;
    field.records = known == m_available.end() ? 0 : known->records;
    field.total = m_available.isEmpty() ? 0 : m_available.first().total;
    return field;
}

} // namespace persistence
