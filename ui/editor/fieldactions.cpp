#include "ui/editor/fieldactions.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/edit/conversion.h"
#include "model/items/valuetext.h"
#include "ui/editor/fielddelegate.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The fields of one copy as a BSON document.
const QString kFieldsType = u"application/x-persistence-browser-fields"_s;
constexpr qint64 kEnd = std::numeric_limits<qint64>::max();

FieldValue emptyContainer(bson::Type type)
{
    return {type, QByteArray("\5\0\0\0\0", 5)};
}

bson::PathStep stepTo(const ContainerAt &container, qint64 position, const QByteArray &name)
{
    return container.isArray ? bson::PathStep{{}, position} : bson::PathStep{name, -1};
}

qint64 countOf(bson::DocumentView members)
{
    return std::distance(members.begin(), members.end());
}

} // namespace

FieldActions::FieldActions(ValueTreeModel *model, QTreeView *view) : QObject(view), m_model(model), m_view(view)
{
}

QModelIndexList FieldActions::rows() const
{
    QModelIndexList found;
    for (const QModelIndex &row : m_view->selectionModel()->selectedRows()) {
        if (m_model->element(row) && m_model->state(row) != FieldState::Removed)
            found.append(row);
    }
    const char *start = m_model->document().constData();
    std::sort(found.begin(), found.end(), [&](const QModelIndex &a, const QModelIndex &b) {
        return m_model->element(a)->bytes().data() - start < m_model->element(b)->bytes().data() - start;
    });
    return found;
}

QModelIndex FieldActions::current() const
{
    return m_view->currentIndex().siblingAtColumn(ValueTreeModel::NameColumn);
}

bool FieldActions::isContainer(const QModelIndex &row) const
{
    const auto element = m_model->element(row);
    return element && element->isContainer() && m_model->state(row) != FieldState::Removed;
}

std::optional<bson::Element> FieldActions::firstItem(const QModelIndex &row) const
{
    const auto element = m_model->element(row);
    const bool isArray = element && element->type() == bson::Type::Array;
    const auto place = m_model->place(row);
    const auto array =
        containerAt(bson::DocumentView(m_model->document()), isArray || !row.isValid() ? m_model->editPath(row) : place.container);
    if (!array || !array->isArray || array->members.isEmpty())
        return {};
    return *array->members.begin();
}

void FieldActions::addAfter()
{
    if (!current().isValid() || (current().parent() == QModelIndex() && !m_model->isRootContainer())) {
        addInside();
        return;
    }
    const auto place = placeBehindCurrent();
    add(place.container, place.position, tr("field").toUtf8(), FieldValue(), true);
}

void FieldActions::addInside()
{
    const QModelIndex row = current();
    if (row.isValid() && !isContainer(row)) {
        addAfter();
        return;
    }
    if (row.isValid() || m_model->isRootContainer())
        add(m_model->editPath(row), kEnd, tr("field").toUtf8(), FieldValue(), true);
}

void FieldActions::addLikeFirst()
{
    const QModelIndex row = current();
    const auto first = firstItem(row);
    if (!first)
        return;
    const FieldValue value = emptyLike(*first);
    const auto element = m_model->element(row);
    if (!row.isValid() || (element && element->type() == bson::Type::Array)) {
        add(m_model->editPath(row), kEnd, {}, value, true);
    } else {
        const auto place = placeBehindCurrent();
        add(place.container, place.position, {}, value, true);
    }
}

void FieldActions::remove()
{
    const QModelIndexList selected = rows();
    if (!isEnabled() || selected.isEmpty())
        return;
    std::vector<bson::Path> paths;
    for (const QModelIndex &row : selected)
        paths.push_back(m_model->editPath(row));
    report(editRemoval(*m_buffer, std::move(paths)));
}

void FieldActions::clone()
{
    if (!isEnabled())
        return;
    const QModelIndex row = current();
    if (!row.isValid() || m_model->state(row) == FieldState::Removed || !m_model->element(row))
        return;
    report(editCopy(*m_buffer, m_model->editPath(row)));
}

void FieldActions::move(int direction)
{
    const QModelIndex row = current();
    if (!isEnabled() || !row.isValid() || m_model->state(row) == FieldState::Removed || !m_model->element(row))
        return;
    const auto place = m_model->place(row);
    const auto container = containerAt(bson::DocumentView(m_model->document()), place.container);
    if (!container || (row.parent() == QModelIndex() && !m_model->isRootContainer()))
        return;
    const auto positions = selectedSiblings(place.container);
    if (!positions) {
        emit refused({ErrorKind::Failed, tr("Only fields of one object or list move together. Nothing was moved."), {}});
        return;
    }
    const auto shifted = shiftedPositions(*positions, countOf(container->members), direction);
    const auto isCurrent = std::find(positions->begin(), positions->end(), place.position) - positions->begin();
    if (shifted != *positions && report(editShift(*m_buffer, place.container, *positions, direction)))
        selectMembers(place.container, shifted, shifted[size_t(isCurrent)]);
}

/// The numbers of the selected members of a container, rising, the current row always among them. What is inside of one of them moves with
/// it; nothing if there are others.
std::optional<std::vector<qint64>> FieldActions::selectedSiblings(const bson::Path &container) const
{
    std::vector<qint64> positions{m_model->place(current()).position};
    const size_t depth = container.steps().size();
    for (const QModelIndex &row : rows()) {
        const auto place = m_model->place(row);
        if (place.container == container) {
            positions.push_back(place.position);
            continue;
        }
        QModelIndex above = row;
        while (above.isValid() && m_model->place(above).container.steps().size() > depth)
            above = above.parent();
        const bool isInside = above.isValid() && m_model->place(above).container == container &&
                              (m_view->selectionModel()->isRowSelected(above.row(), above.parent()) || above == current());
        if (!isInside)
            return std::nullopt;
    }
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
}

void FieldActions::selectMembers(const bson::Path &container, std::span<const qint64> positions, qint64 current)
{
    const auto there = containerAt(bson::DocumentView(m_model->document()), container);
    if (!there)
        return;
    QItemSelection selection;
    QModelIndex currentRow;
    for (const qint64 position : positions) {
        const QModelIndex row = m_model->findPath(joined(container, stepAt(*there, position)));
        selection.select(row, row);
        currentRow = position == current ? row : currentRow;
    }
    m_view->selectionModel()->setCurrentIndex(currentRow, QItemSelectionModel::NoUpdate);
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_view->scrollTo(currentRow);
}

void FieldActions::changeType(bson::Type type)
{
    const auto element = m_model->element(current());
    if (isEnabled() && element && m_model->state(current()) != FieldState::Removed)
        report(editValue(*m_buffer, m_model->editPath(current()), converted(*element, type).value));
}

bool FieldActions::startContainer(bson::Type type)
{
    const auto element = m_model->element(current());
    const bool isEmpty =
        element && (element->type() == bson::Type::Null || (element->type() == bson::Type::String && element->toText().isEmpty()));
    if (!isEnabled() || !isEmpty || m_model->state(current()) == FieldState::Removed)
        return false;
    report(editValue(*m_buffer, m_model->editPath(current()), emptyContainer(type)));
    return true;
}

void FieldActions::takeBack(const QModelIndex &row)
{
    if (!isEnabled() || !row.isValid())
        return;
    const bson::Path path = m_model->editPath(row);
    const auto stored = m_model->storedElement(row);
    const auto place = m_model->place(row);
    switch (m_model->state(row)) {
    case FieldState::Same:
        return;
    case FieldState::Added:
        report(editRemoval(*m_buffer, {path}));
        return;
    case FieldState::Removed:
        report(editInsertion(*m_buffer, place.container, place.position, stored->name().toByteArray(), FieldValue(*stored)));
        return;
    case FieldState::Changed: {
        const QByteArray name = stored->name().toByteArray();
        const bool isRenamed = !place.isArray && m_model->element(row)->name() != name && m_model->isRootContainer();
        if (report(editValue(*m_buffer, path, FieldValue(*stored))) && isRenamed)
            report(editName(*m_buffer, path, name));
        return;
    }
    }
}

void FieldActions::copyFields()
{
    bson::Builder fields, values;
    values.openArray("fields");
    const QModelIndexList selected = rows();
    for (const QModelIndex &row : selected) {
        const auto element = m_model->element(row);
        fields.appendRaw(element->name(), element->type(), element->value());
        values.appendRaw(element->name(), element->type(), element->value());
    }
    values.close();
    if (selected.isEmpty())
        return;
    const QByteArray document = fields.finish().toByteArray();
    QByteArray text;
    const bool isOne = selected.size() == 1;
    const bool hasNames = !m_model->place(selected.front()).isArray;
    const bson::Element first = *bson::DocumentView(document).begin();
    const QByteArray array = values.finish().toByteArray();
    const bson::JsonFormat options{.mode = bson::JsonMode::Relaxed, .indent = 2};
    if (isOne)
        bson::writeExtendedJson(first, options, text);
    else if (hasNames)
        bson::writeExtendedJson(bson::DocumentView(document), options, text);
    else
        bson::writeExtendedJson(*bson::DocumentView(array).begin(), options, text);
    auto *data = new QMimeData;
    data->setText(QString::fromUtf8(isOne && !first.isContainer() ? clipboardText(first) : text));
    data->setData(kFieldsType, document);
    QApplication::clipboard()->setMimeData(data);
}

void FieldActions::cut()
{
    copyFields();
    remove();
}

void FieldActions::paste()
{
    const QMimeData *data = QApplication::clipboard()->mimeData();
    if (!isEnabled() || !data)
        return;
    const QByteArray fields = data->data(kFieldsType);
    if (fields.size() >= bson::kMinDocumentSize)
        pasteFields(bson::DocumentView(fields));
    else if (data->hasText())
        pasteText(data->text());
}

void FieldActions::pasteFields(bson::DocumentView fields)
{
    auto place = placeBehindCurrent();
    for (const bson::Element &field : fields) {
        add(place.container, place.position, field.name().toByteArray(), FieldValue(field), false);
        ++place.position;
    }
}

void FieldActions::pasteText(const QString &text)
{
    const auto place = placeBehindCurrent();
    add(place.container, place.position, tr("pasted").toUtf8(), FieldValue::fromText(text.toUtf8()), false);
    const auto json = FieldValue::fromJson(text.trimmed().toUtf8());
    if (json && (json->type == bson::Type::Document || json->type == bson::Type::Array))
        emit noticed({m_view->currentIndex().siblingAtColumn(ValueTreeModel::ValueColumn), tr("You pasted JSON as text."),
                      tr("Paste as JSON instead"), *json, tr("Leave as is")});
}

bool FieldActions::report(const Result<void> &edited)
{
    if (!edited)
        emit refused(edited.error());
    return edited.isOk();
}

void FieldActions::add(const bson::Path &container, qint64 position, const QByteArray &wantedName, const FieldValue &value, bool isEdited)
{
    const auto there = containerAt(bson::DocumentView(m_model->document()), container);
    if (!isEnabled() || !there)
        return;
    const qint64 place = std::clamp<qint64>(position, 0, countOf(there->members));
    const bson::PathStep step = stepTo(*there, place, there->isArray ? QByteArray() : freeName(there->members, wantedName));
    if (!report(editInsertion(*m_buffer, container, place, step.name, value)))
        return;
    const QModelIndex row = m_model->findPath(joined(container, step));
    if (!row.isValid())
        return;
    m_view->expand(row.parent());
    m_view->setCurrentIndex(row);
    m_view->scrollTo(row);
    if (isEdited)
        emit added(row);
}

ValueTreeModel::Place FieldActions::placeBehindCurrent() const
{
    const QModelIndex row = current();
    if (!row.isValid())
        return {m_model->editPath({}), m_model->isRootArray(), kEnd};
    auto place = m_model->place(row);
    if (m_model->state(row) != FieldState::Removed)
        ++place.position;
    return place;
}

} // namespace persistence
