#pragma once

#include "model/base/error.h"
#include "model/base/latestjob.h"
#include "ui/window/places.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <utility>

class QHBoxLayout;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace persistence {

class Workspace;

/// Where the window is: App > association model > id, each a button. It turns into a text box to type a path or a record id. Looks names
/// up by jobs with a reader of its own.
class PathBar final : public QWidget
{
    Q_OBJECT

public:
    explicit PathBar(QWidget *parent = nullptr);
    ~PathBar() override;

    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void showGroup(const Group &group);
    /// Turns into a text box, ready to be typed over.
    void edit();
    /// Looks for the place that \a text writes, and asks for it or tells why there is none.
    void goTo(const QString &text);

    [[nodiscard]] QString text() const;

signals:
    void placeRequested(const Place &place);
    void failed(const Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void createCrumbs(const QList<Crumb> &crumbs);
    void fitCrumbs();
    void takePlace(const Result<std::optional<Place>> &place);
    void leaveEdit();

    std::shared_ptr<Workspace> m_workspace;
    LatestJob m_crumbJob;
    LatestJob m_findJob;
    QList<Crumb> m_crumbs;
    QList<std::pair<QToolButton *, QString>> m_buttons; ///< with their whole texts
    QStackedWidget *m_pages;
    QWidget *m_crumbPage;
    QHBoxLayout *m_crumbLayout;
    QLineEdit *m_edit;
    QPointer<QWidget> m_focusBefore; ///< where Esc leads back to
};

} // namespace persistence
