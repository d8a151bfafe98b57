#pragma once

#include "model/base/latestjob.h"
#include "ui/editor/loadedrecord.h"
#include "ui/editor/madetext.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QStackedWidget;

namespace persistence {

class EditBuffer;
class EmptyState;
class MessageBar;
class PlainLabel;
class TextStatus;
class TextView;
class TypedText;
struct ParsedText;

/// The value as Extended JSON, to be read and, with a buffer, to be edited up to CodeEditor::kMaxEditedSize. The text is made by a job when
/// the page is first seen; above kMaxUnaskedSize the page asks first. What is typed goes into the buffer after a pause; a text that nobody
/// typed never does. A text that would not read back to the same bytes is only read.
class TextPage final : public QWidget
{
    Q_OBJECT

public:
    /// Larger texts are shown only on demand (UX guide, section 3.6), in bytes.
    static constexpr qsizetype kMaxUnaskedSize = 10 * 1000 * 1000;

    explicit TextPage(QWidget *parent = nullptr);
    ~TextPage() override;

    /// What to show: the value, or the whole document of \a record; null for nothing.
    void setRecord(std::shared_ptr<const LoadedRecord> record, bool wholeDocument);
    /// What is typed goes into \a buffer, which belongs to the record shown; its document is shown instead of the record's. Null or locked:
    /// the text is only read.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes typed text into the buffer now: before a save, when another form or record is shown, when the window closes.
    void flush();
    /// Canonical instead of relaxed Extended JSON.
    void setCanonical(bool canonical);
    /// Shows the fields in alphabetical order, for reading only.
    void setSorted(bool sorted);

    /// Lays the text out as the program writes it, or on one line. The value stays the same.
    void format();
    void minify();
    /// Shows how a text with errors would be repaired, and asks.
    void repair();
    void goToError();

    [[nodiscard]] TextView *view() const { return m_view; }
    /// Whether the text is being made.
    [[nodiscard]] bool isBuilding() const { return m_job.isRunning(); }
    [[nodiscard]] bool isAsking() const;

signals:
    void treeRequested();
    /// The text is ready; \a isExact says whether reading it back gives the same bytes.
    void built(bool isExact);
    /// Sorting was switched off because the text has errors.
    void sortingEnded();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void createQuestion();
    void connectSignals();
    void rebuild();
    void take(MadeText text);
    void followBuffer();
    void displayText();
    void displayTyped();
    [[nodiscard]] QString reasonToLock() const;
    void showParsed(const ParsedText &parsed);
    void showSound(bool isExact);
    void layOut(int indent);
    void takeLaidOut(const QByteArray &text, const std::optional<QByteArray> &laidOut, int indent);
    void ask();
    void save();

    std::shared_ptr<const LoadedRecord> m_record;
    QPointer<EditBuffer> m_buffer;
    bool m_isLocked = false;
    TextForm m_form;
    bool m_isStale = true;
    bool m_isSameRecord = false; ///< what is shown belongs to it already, so that cursor and scroll position can stay
    MadeText m_text;
    QByteArray m_shownBody; ///< the document that m_text was made of
    qint64 m_errorOffset = -1;
    LatestJob m_job;
    LatestJob m_sideJob;            ///< lays out or repairs
    std::unique_ptr<Job> m_saveJob; ///< ends before another one begins: what was ordered is written
    QStackedWidget *m_pages;
    TextView *m_view;
    EmptyState *m_question;
    MessageBar *m_message;
    TextStatus *m_status;
    TypedText *m_typed;
};

} // namespace persistence
