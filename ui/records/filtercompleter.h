#pragma once

#include "model/find/filtercompletion.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class QKeyEvent;
class QLineEdit;

namespace persistence {

class CompletionModel;
class CompletionPopup;
class Job;
class Workspace;

/// Offers in a list how the filter in a line could go on, while it is typed, and on Ctrl+Space or Down: fields with their types, apps,
/// association models, ids and resolved names. Up and Down choose, Enter and Tab write the chosen one (Tab the first if none is), Esc
/// closes the list; Enter with none chosen is left to the line. The offers are looked up by a job; those for an earlier text are dropped.
/// Belongs to its line, and lives on the thread of the window.
class FilterCompleter final : public QObject
{
    Q_OBJECT

public:
    /// More are no help, and typing on narrows them down.
    static constexpr int kMaxOffers = 60;

    /// \a subject: what the line says something about, as the language begins it ("id:"), for a box over a column, which takes values
    /// without quotes; empty for a line that takes whole filters.
    explicit FilterCompleter(QLineEdit *line, QByteArray subject = {});
    ~FilterCompleter() override;

    /// Where offers come from; none without a workspace, no fields without a survey.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void setSurvey(std::shared_ptr<const FieldSurvey> survey) { m_survey = std::move(survey); }

    [[nodiscard]] bool isOpen() const;
    void close();

signals:
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void typed();
    void lookUp(bool isAsked);
    void show(const QByteArray &text, qsizetype cursor, bool isAsked, const FilterCompletion &completion);
    bool takeKey(const QKeyEvent &event);
    [[nodiscard]] bool wantsKey(const QKeyEvent &event) const;
    void write(int row);
    [[nodiscard]] QByteArray textBeforeCursor() const;

    QLineEdit *m_line;
    QByteArray m_subject;
    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<const FieldSurvey> m_survey;
    CompletionModel *m_model;
    QPointer<CompletionPopup> m_popup; ///< made when it is first needed: then the line is in its window, which owns it
    QTimer m_pause;
    qsizetype m_start = 0; ///< of the part that an offer replaces, in bytes of the line's text; it ends at the cursor
    bool m_isWriting = false;
    std::unique_ptr<Job> m_job;
};

} // namespace persistence
