// The part of the record table that shows drafts and edits cells.
#include "model/items/recordtablemodel.h"

#include "model/bson/displaytext.h"
#include "model/bson/preview.h"
#include "model/edit/fieldedits.h"
#include "model/edit/fieldtext.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

const ModelSummary *modelOf(const QList<ModelSummary> &models, ModelRow row)
{
    const auto found = std::find_if(models.begin(), models.end(), [row](const ModelSummary &model) { return model.row == row; });
    return found == models.end() ? nullptr : &*found;
}

/// A typed value in few words, for a message that must not lose it.
QString shownValue(const FieldValue &value)
{
    const bson::Element element(value.type, {}, value.bytes);
    return lineText(element, DateZone::Utc).value_or(bson::typeName(value.type));
}

} // namespace

void RecordTableModel::setEditing(Editing *editing, DraftKeeper *drafts)
{
    if (m_drafts)
        m_drafts->disconnect(this);
    m_editing = editing;
    m_drafts = drafts;
    if (drafts) {
        connect(drafts, &DraftKeeper::draftsChanged, this, &RecordTableModel::followDrafts);
        connect(drafts, &DraftKeeper::statusChanged, this, &RecordTableModel::showDraft);
    }
    followDrafts();
}

EditBuffer *RecordTableModel::draftAt(int row) const
{
    if (row >= recordCount())
        return m_new.value(row - recordCount());
    return m_drafts ? m_drafts->draftOf(recordAt(row)) : nullptr;
}

int RecordTableModel::rowOf(const EditBuffer *draft) const
{
    const auto found = std::find(m_new.begin(), m_new.end(), draft);
    if (found != m_new.end())
        return recordCount() + int(found - m_new.begin());
    return draft && !draft->isNew() ? rowOf(draft->stored().row) : -1;
}

Result<RecordTableModel::GroupKey> RecordTableModel::readGroupKey() const
{
    GroupKey key;
    if (!m_group || !m_reader || !m_group->app.isValid())
        return key;
    const auto apps = m_reader->apps();
    const auto models = m_reader->models(m_group->app);
    if (!apps || !models)
        return apps ? models.error() : apps.error();
    for (const AppSummary &app : *apps)
        key.appId = app.row == m_group->app ? app.appId : key.appId;
    if (m_group->model.isValid()) {
        const ModelSummary *model = modelOf(*models, m_group->model);
        key.model = model && model->kind == ModelKind::Stored ? model->name : QByteArray();
    }
    if (m_group->target.isValid()) {
        const auto targets = m_reader->targetSummaries({&m_group->target, 1});
        if (!targets)
            return targets.error();
        key.id = targets->isEmpty() ? QByteArray() : targets->front().id;
    }
    if (m_group->shape.isValid()) {
        const auto shapes = m_reader->keyShapes(m_group->app);
        if (!shapes)
            return shapes.error();
        key.shape.emplace();
        for (const KeyShapeSummary &shape : *shapes) {
            for (const KeyShapeSummary::Part &part : shape.row == m_group->shape ? shape.parts : QList<KeyShapeSummary::Part>())
                key.shape->append(part.kind == ModelKind::Stored ? part.name : QByteArray());
        }
    }
    return key;
}

bool RecordTableModel::isInGroup(const EditBuffer &draft) const
{
    RecordIndex index;
    if (!m_group || !indexRecord(bson::DocumentView(draft.body()), draft.stored().collection, index))
        return false;
    if (!m_group->app.isValid())
        return true;
    if (index.appId != m_groupKey.appId)
        return false;
    if (m_groupKey.shape) {
        return std::equal(index.associations.begin(), index.associations.end(), m_groupKey.shape->begin(), m_groupKey.shape->end(),
                          [](const Association &association, const QByteArray &model) { return association.model == model; });
    }
    if (!m_groupKey.model)
        return true;
    // The group of records without a key has no model that could be written.
    if (m_groupKey.model->isEmpty())
        return index.associations.empty();
    return std::any_of(index.associations.begin(), index.associations.end(), [this](const Association &association) {
        return association.model == *m_groupKey.model && (!m_groupKey.id || association.id == *m_groupKey.id);
    });
}

QList<QPointer<EditBuffer>> RecordTableModel::newDrafts() const
{
    QList<QPointer<EditBuffer>> drafts;
    for (EditBuffer *draft : m_drafts &&m_reader ? m_drafts->drafts() : QList<EditBuffer *>()) {
        if (draft->isNew() && isInGroup(*draft))
            drafts.append(draft);
    }
    return drafts;
}

void RecordTableModel::followDrafts()
{
    const QList<QPointer<EditBuffer>> now = newDrafts();
    if (std::any_of(m_new.begin(), m_new.end(), [&now](const auto &draft) { return !now.contains(draft); }))
        emit newRowsLeaving();
    for (int i = int(m_new.size()); i-- > 0;) {
        if (now.contains(m_new[i]))
            continue;
        const int row = recordCount() + i;
        beginRemoveRows({}, row, row);
        m_new.removeAt(i);
        endRemoveRows();
    }
    for (const QPointer<EditBuffer> &draft : now) {
        if (m_new.contains(draft))
            continue;
        beginInsertRows({}, rowCount(), rowCount());
        m_new.append(draft);
        endInsertRows();
    }
    const DraftMarks earlier = std::exchange(m_draftMarks, m_drafts ? draftMarks(*m_drafts) : DraftMarks());
    for (const DraftMarks *some : {&earlier, static_cast<const DraftMarks *>(&m_draftMarks)}) {
        for (auto mark = some->cbegin(); mark != some->cend(); ++mark) {
            const int row = earlier.value(mark.key()) == m_draftMarks.value(mark.key()) ? -1 : rowOf(mark.key());
            if (row >= 0)
                emit dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
}

void RecordTableModel::showDraft(EditBuffer *draft)
{
    m_draftLines.remove(draft);
    // Its key may be another one now, and its group with it.
    followDrafts();
    const int row = rowOf(draft);
    if (row >= 0)
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

RecordLine RecordTableModel::draftLine(const EditBuffer &draft) const
{
    const QByteArray &body = draft.body();
    const auto known = m_draftLines.constFind(&draft);
    if (known != m_draftLines.constEnd() && known->head.constData() == body.constData())
        return *known;
    RecordSummary summary;
    summary.row = draft.stored().row;
    summary.collection = draft.stored().collection;
    summary.head = body;
    summary.size = body.size();
    summary.updated = draft.stored().updated;
    if (const auto id = bson::DocumentView(body).find("_id"))
        summary.recordId = RecordId(*id);
    const RecordLine line = recordLine(summary, [this](QByteArrayView model, QByteArrayView id) { return m_reader->label(model, id); });
    m_draftLines.insert(&draft, line);
    return line;
}

DraftMark RecordTableModel::rowMark(int row) const
{
    if (row >= recordCount())
        return DraftMark::New;
    return m_draftMarks.value(recordAt(row));
}

DraftMark RecordTableModel::cellMark(const QModelIndex &index) const
{
    const FieldColumn *field = fieldAt(index.column());
    const DraftMark mark = rowMark(index.row());
    const EditBuffer *draft = field && mark != DraftMark::None && mark != DraftMark::New ? draftAt(index.row()) : nullptr;
    if (!draft || mark == DraftMark::Deletion)
        return DraftMark::None;
    const Collection collection = draft->stored().collection;
    const auto now = field->path.first(bson::DocumentView(draft->body()), collection);
    const auto before = field->path.first(bson::DocumentView(draft->stored().body), collection);
    const bool isSame = now && before ? now->type() == before->type() && now->value() == before->value() : !now && !before;
    return isSame ? DraftMark::None : mark;
}

RecordTableModel::CellPlace RecordTableModel::editPlace(const QModelIndex &index) const
{
    const FieldColumn *field = index.isValid() && m_reader ? fieldAt(index.column()) : nullptr;
    if (!field)
        return CellPlace::Nowhere;
    const RecordLine shown = line(index.row());
    const Cell of = cell(shown, *field);
    if (!of.value) {
        Record record;
        record.collection = shown.collection;
        record.body = of.bytes;
        return !of.isTooLarge && canSetField(record, field->path) ? CellPlace::InCell : CellPlace::InRecord;
    }
    return lineText(*of.value, DateZone::Utc) ? CellPlace::InCell : CellPlace::InRecord;
}

QString RecordTableModel::reasonToRefuse(int row) const
{
    if (!m_editing || !m_drafts)
        return tr("Nothing can be edited here.");
    if (m_areValuesHidden)
        return tr("Presentation mode is on: values are neither shown nor edited.");
    if (m_editing->isLocked())
        return m_editing->lockReason();
    const EditBuffer *draft = draftAt(row);
    if (draft && draft->isDeletion())
        return tr("This record will be deleted. Keep it first.");
    if (draft && draft->textError())
        return tr("The value of this record was typed as text and has errors. Mend the text or discard it first.");
    return {};
}

Qt::ItemFlags RecordTableModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    // The cheap question first: views ask for flags with each step of the keyboard.
    const bool canEdit = fieldAt(index.column()) && reasonToRefuse(index.row()).isEmpty() && editPlace(index) == CellPlace::InCell;
    return canEdit ? flags | Qt::ItemIsEditable : flags;
}

bool RecordTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || !fieldAt(index.column()) || !value.canConvert<FieldValue>())
        return false;
    const auto typed = value.value<FieldValue>();
    const auto edited = edit(index, typed);
    if (edited)
        return true;
    // Not lost even where there is no record any more that it could go into.
    emit refused({edited.error().kind,
                  tr("%1 What you typed: %2").arg(edited.error().message, bson::displayText(shownValue(typed).toUtf8(), 500)),
                  edited.error().detail});
    return false;
}

Result<void> RecordTableModel::edit(const QModelIndex &index, const FieldValue &value)
{
    if (const QString reason = reasonToRefuse(index.row()); !reason.isEmpty())
        return Error{ErrorKind::Permission, reason, {}};
    const FieldPath path = fieldAt(index.column())->path;
    if (EditBuffer *draft = draftAt(index.row()))
        return editFieldValue(*draft, path, value);
    const auto record = m_reader->record(recordAt(index.row()));
    if (!record)
        return record.error();
    return m_drafts->edit(*record, [&](EditBuffer &buffer) { return editFieldValue(buffer, path, value); });
}

} // namespace persistence
