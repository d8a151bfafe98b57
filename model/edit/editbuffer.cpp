#include "model/edit/editbuffer.h"

#include <QCoreApplication>

namespace persistence {

EditBuffer::EditBuffer(Record stored, QObject *parent) : QObject(parent), m_stored(std::move(stored)), m_body(m_stored.body)
{
}

EditBuffer::~EditBuffer() = default;

Record EditBuffer::edited() const
{
    Record record = m_stored;
    record.body = m_body;
    return record;
}

std::optional<bson::Element> EditBuffer::value() const
{
    return recordValue(bson::DocumentView(m_body), m_stored.collection);
}

bool EditBuffer::isChanged() const
{
    return isNew() || m_isDeletion || m_textError || m_body != m_stored.body;
}

Result<void> EditBuffer::change(const QString &title, Result<QByteArray> body, const QByteArray &mergeKey)
{
    if (!body)
        return body.error();
    if (m_textError)
        return Error{
            ErrorKind::Failed, tr("The text of this value has errors. Mend or discard it, then edit here again. Nothing was changed."), {}};
    const bool isOther = *body != m_body;
    if (!isOther)
        return {};
    const bool isMerged = !mergeKey.isEmpty() && !m_undo.empty() && m_undo.back().mergeKey == mergeKey && m_redo.empty();
    if (!isMerged)
        remember({title, mergeKey, m_body});
    m_redo.clear();
    forgetText();
    setBody(*body);
    emit changed();
    return {};
}

Result<void> EditBuffer::setText(const QByteArray &text, const FieldValue &value)
{
    const auto body = setWholeValue(edited(), value);
    if (!body)
        return body.error();
    m_textError.reset();
    if (auto changedBody = change(tr("Edit text"), *body, "text"); !changedBody)
        return changedBody;
    m_text = text.isNull() ? QByteArray("") : text;
    emit changed();
    return {};
}

void EditBuffer::setBrokenText(const QByteArray &text, const bson::JsonError &error)
{
    m_text = text.isNull() ? QByteArray("") : text;
    m_textError = error;
    emit changed();
}

void EditBuffer::dropText()
{
    if (forgetText())
        emit changed();
}

void EditBuffer::setDeletion(bool isDeletion)
{
    if (m_isDeletion == isDeletion)
        return;
    m_isDeletion = isDeletion;
    emit changed();
}

QString EditBuffer::undoTitle() const
{
    if (m_textError)
        return tr("Edit text");
    return m_undo.empty() ? QString() : m_undo.back().title;
}

QString EditBuffer::redoTitle() const
{
    return m_redo.empty() ? QString() : m_redo.back().title;
}

void EditBuffer::undo()
{
    if (m_textError)
        dropText();
    else
        step(m_undo, m_redo);
}

void EditBuffer::redo()
{
    if (!m_textError)
        step(m_redo, m_undo);
}

void EditBuffer::discard()
{
    const bool hadText = forgetText();
    const bool wasDeletion = std::exchange(m_isDeletion, false);
    if (m_body != m_stored.body) {
        remember({tr("Discard"), {}, m_body});
        m_redo.clear();
        setBody(m_stored.body);
    } else if (!hadText && !wasDeletion) {
        return;
    }
    emit changed();
}

void EditBuffer::setStored(const Record &record)
{
    const bool wasUnchanged = m_body == m_stored.body;
    m_stored = record;
    m_undo.clear();
    m_redo.clear();
    if (wasUnchanged)
        setBody(record.body);
    emit changed();
}

Draft EditBuffer::toDraft() const
{
    Draft draft;
    draft.record = m_stored.row;
    draft.kind = isNew() ? DraftKind::New : m_isDeletion ? DraftKind::Deletion : DraftKind::Edit;
    if (!isNew())
        draft.base = m_stored.body;
    draft.body = m_body;
    draft.text = m_text;
    return draft;
}

void EditBuffer::restore(const Draft &draft)
{
    if (!draft.base.isEmpty())
        m_stored.body = draft.base;
    m_undo.clear();
    m_redo.clear();
    m_isDeletion = draft.kind == DraftKind::Deletion;
    m_text = draft.text;
    m_textError.reset();
    if (!m_text.isNull()) {
        bson::ExtendedJsonReader reader;
        bson::Builder builder;
        if (!reader.readValue(m_text, "value", builder))
            m_textError = reader.error();
    }
    setBody(draft.body.isEmpty() ? m_stored.body : draft.body);
    emit changed();
}

void EditBuffer::setBody(const QByteArray &body)
{
    if (m_body == body)
        return;
    m_body = body;
    emit bodyChanged();
}

void EditBuffer::remember(Step step)
{
    m_undo.push_back(std::move(step));
    qsizetype bytes = 0;
    for (const Step &kept : m_undo)
        bytes += kept.body.size();
    while (m_undo.size() > 1 && bytes > kMaxUndoBytes) {
        bytes -= m_undo.front().body.size();
        m_undo.pop_front();
    }
}

void EditBuffer::step(std::deque<Step> &from, std::deque<Step> &to)
{
    if (from.empty())
        return;
    Step step = std::move(from.back());
    from.pop_back();
    const QByteArray body = std::exchange(step.body, m_body);
    // What comes after an undo is a step of its own, though it may have the same key.
    step.mergeKey.clear();
    to.push_back(std::move(step));
    forgetText();
    setBody(body);
    emit changed();
}

bool EditBuffer::forgetText()
{
    const bool hadText = hasText();
    m_text = QByteArray();
    m_textError.reset();
    return hadText;
}

} // namespace persistence
