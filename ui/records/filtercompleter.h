#pragma once

#include "model/base/latestjob.h"
#include "model/find/filterbox.h"
#include "model/find/valuecompletion.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class QKeyEvent;
class QLineEdit;

namespace persistence {

class CompletionModel;
class CompletionPopup;
class FieldValues;
class Workspace;

/// Offers in a list how the filter in a line could go on, while it is typed, and on Ctrl+Space or Down: fields with their types, apps,
/// association models, ids and resolved names, and behind a field the values that it has. Up and Down choose, Enter and Tab write the
/// chosen one (Tab the first if none is), Esc closes the list; Enter with none chosen is left to the line. The offers are looked up by a
/// job; those for an earlier text are dropped. Belongs to its line, and lives on the thread of the window.
class FilterCompleter final : public QObject
{
    Q_OBJECT

public:
    /// More are no help, and typing on narrows them down.
    static constexpr int kMaxOffers = 60;

    /// \a box: what the line filters, if it is a box over a column, which takes values without quotes; else it takes whole filters. Of
    /// boxes only those for ids and fields have offers.
    explicit FilterCompleter(QLineEdit *line, const std::optional<FilterBoxSubject> &box = {});
    ~FilterCompleter() override;

    /// Where offers come from; none without a workspace, no fields without a survey, no values of fields without those.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void setSurvey(std::shared_ptr<const FieldSurvey> survey) { m_survey = std::move(survey); }
    void setValues(FieldValues *values);

    [[nodiscard]] bool isOpen() const;
    /// The list is open, or what it offers is being looked for.
    [[nodiscard]] bool isOffering() const { return m_isOffering; }
    void close();

signals:
    /// Nothing is offered any more, or nothing was found to offer.
    void closed();
    /// What was chosen stands in the line.
    void written();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void typed();
    void lookUp(bool isAsked);
    [[nodiscard]] std::optional<ValueQuestion> question() const;
    bool waitForValues(const ValueQuestion &question, bool isAsked);
    void showWaiting();
    void stopWaiting();
    void show(const QByteArray &text, qsizetype cursor, bool isAsked, const FilterCompletion &completion);
    bool takeKey(const QKeyEvent &event);
    [[nodiscard]] bool wantsKey(const QKeyEvent &event) const;
    void write(int row);
    void open(const FilterCompletion &completion);
    [[nodiscard]] QByteArray textBeforeCursor() const;

    QLineEdit *m_line;
    std::optional<FilterBoxSubject> m_box;
    QByteArray m_subject; ///< as the language begins what is about the subject of a box: "id:"
    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<const FieldSurvey> m_survey;
    QPointer<FieldValues> m_values;
    bool m_isOffering = false;
    bool m_waits = false;      ///< for values to be counted
    bool m_waitsAsked = false; ///< the list was called, and did not come of itself
    QTimer m_announce;         ///< until the list says that values are being counted
    CompletionModel *m_model;
    QPointer<CompletionPopup> m_popup; ///< made when it is first needed: then the line is in its window, which owns it
    QTimer m_pause;
    qsizetype m_start = 0; ///< of the part that an offer replaces, in bytes of the line's text; it ends at the cursor
    bool m_isWriting = false;
    LatestJob m_job;
};

} // namespace persistence
