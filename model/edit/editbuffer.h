#pragma once

#include "model/bson/extendedjsonreader.h"
#include "model/edit/verbs.h"

#include <QObject>

#include <deque>
#include <optional>

namespace persistence {

/// What an editor holds of one record until it is saved: the document it began with, the document as edited, the text as typed, and the way
/// back. All views of the record (tree, table, text, key) change one buffer and follow its signals, so that people can switch between them
/// freely. It writes nothing anywhere. Lives on the thread of its views.
class EditBuffer final : public QObject
{
    Q_OBJECT

public:
    /// Undo keeps the documents of earlier steps up to this many bytes together; the oldest go first, the last step always stays.
    static constexpr qsizetype kMaxUndoBytes = 64 * 1024 * 1024;

    /// Edits \a stored; one without a row is a record that is to be made, and its document is what it would be made of.
    explicit EditBuffer(Record stored, QObject *parent = nullptr);
    ~EditBuffer() override;

    /// The record as it was when editing began, or as it was saved last.
    [[nodiscard]] const Record &stored() const { return m_stored; }
    /// The same with the document as edited: what verbs take.
    [[nodiscard]] Record edited() const;
    /// The document as edited. While the typed text has errors: as it was before them.
    [[nodiscard]] const QByteArray &body() const { return m_body; }
    /// The value in body(); nothing if the record has none. Points into body(), so it goes with the next change.
    [[nodiscard]] std::optional<bson::Element> value() const;

    [[nodiscard]] bool isNew() const { return !m_stored.row.isValid(); }
    [[nodiscard]] bool isDeletion() const { return m_isDeletion; }
    /// There is something to save or to mend: bytes that differ, a new record, one to be deleted, or text with errors.
    [[nodiscard]] bool isChanged() const;
    /// Only the layout of the typed text differs from what is stored.
    [[nodiscard]] bool isLayoutOnly() const { return !isChanged() && hasText(); }

    /// One step of editing: \a body is the new document, as a verb gives it for edited(). An error is handed back and changes nothing; so
    /// do equal bytes. Steps that follow each other with the same \a mergeKey (not empty) are taken back together. Refused while the typed
    /// text has errors, because it would be lost.
    Result<void> change(const QString &title, Result<QByteArray> body, const QByteArray &mergeKey = {});

    /// The value was typed as \a text, which stands for \a value. A value that no record can have is an error and nothing changes.
    Result<void> setText(const QByteArray &text, const FieldValue &value);
    /// The value was typed as \a text, which is none. The text is kept as it is; body() stays.
    void setBrokenText(const QByteArray &text, const bson::JsonError &error);
    /// Typed text is shown again as it was typed; otherwise a view writes its own from the value.
    [[nodiscard]] bool hasText() const { return !m_text.isNull(); }
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] const std::optional<bson::JsonError> &textError() const { return m_textError; }
    /// Forgets text as it was typed; with errors that means what was typed since the last sound text.
    void dropText();

    void setDeletion(bool isDeletion);

    [[nodiscard]] bool canUndo() const { return !m_undo.empty() || m_textError; }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    /// What undo() takes back and redo() repeats: "Rename field"; empty if there is nothing.
    [[nodiscard]] QString undoTitle() const;
    [[nodiscard]] QString redoTitle() const;
    void undo();
    void redo();
    /// Back to what is stored, as a step that can be undone. A new record goes back to what it was made of.
    void discard();

    /// The record is stored as \a record now. What was edited meanwhile stays, undo ends here. The buffer of a new record learns its row.
    void setStored(const Record &record);

    /// As it is kept on disk; without a row of its own.
    [[nodiscard]] Draft toDraft() const;
    /// Takes up \a draft, which belongs to this record: the document it began with becomes that of stored().
    void restore(const Draft &draft);

signals:
    /// body() has other bytes; everything that points into the old ones is gone.
    void bodyChanged();
    /// Anything that the signals and questions above tell may differ. Comes after bodyChanged().
    void changed();

private:
    struct Step
    {
        QString title;
        QByteArray mergeKey;
        QByteArray body; ///< before the step, or, in the list of redo, after it
    };

    void setBody(const QByteArray &body);
    void remember(Step step);
    void step(std::deque<Step> &from, std::deque<Step> &to);
    bool forgetText();

    Record m_stored;
    QByteArray m_body;
    QByteArray m_text; ///< null: nothing was typed
    std::optional<bson::JsonError> m_textError;
    bool m_isDeletion = false;
    std::deque<Step> m_undo;
    std::deque<Step> m_redo;
};

} // namespace persistence
