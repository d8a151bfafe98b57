#include "tests/bench/windowtask.h"

#include "tests/bench/findtask.h"
#include "ui/window/mainwindow.h"
#include "ui/window/windowsession.h"
#include "ui/window/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTableView>
#include <QTreeView>

#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

constexpr int kTimeout = 60'000;

/// Notes when a view was painted, and not what is handled behind that.
class PaintWatch final : public QObject
{
public:
    PaintWatch(QAbstractItemView *view, std::function<bool()> isDone, const Stopwatch &watch)
        : m_view(view)
        , m_isDone(std::move(isDone))
        , m_watch(watch)
    {
        m_view->viewport()->installEventFilter(this);
    }

    /// Handles events until what is to be seen was painted. Milliseconds; nothing after a minute.
    std::optional<double> wait()
    {
        while (!m_painted && m_watch.milliseconds() < kTimeout)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return m_painted;
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        // This comes before the view paints; the event that is posted here is the next one behind it.
        if (event->type() == QEvent::Paint && !m_painted && m_isDone())
            QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::HighEventPriority);
        return false;
    }

    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::User && !m_painted)
            m_painted = m_watch.milliseconds();
        return QObject::event(event);
    }

private:
    QAbstractItemView *m_view;
    std::function<bool()> m_isDone;
    const Stopwatch &m_watch;
    std::optional<double> m_painted;
};

std::optional<double> paintTime(QAbstractItemView *view, std::function<bool()> isDone, const Stopwatch &watch)
{
    return PaintWatch(view, std::move(isDone), watch).wait();
}

QString measureBareWindow(const Stopwatch &start)
{
    QMainWindow window;
    auto *tree = new QTreeView;
    window.setCentralWidget(tree);
    window.resize(1200, 800);
    window.show();
    const auto time = paintTime(
        tree, [] { return true; }, start);
    if (!time)
        return u"The bare window was not painted"_s;
    report(u"bare Qt window to first paint"_s, *time);
    return {};
}

/// The child of \a parent with the most children of its own.
QModelIndex largestChild(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QModelIndex largest = model.index(0, 0, parent);
    for (int row = 1; row < model.rowCount(parent); ++row) {
        const QModelIndex child = model.index(row, 0, parent);
        if (model.rowCount(child) > model.rowCount(largest))
            largest = child;
    }
    return largest;
}

QString measureExpand(QTreeView &tree, const QString &what, const QModelIndex &index)
{
    tree.scrollTo(index);
    QCoreApplication::processEvents();
    for (const QString &time : {u"1st"_s, u"2nd"_s}) {
        const Stopwatch watch;
        tree.expand(index);
        const auto painted = paintTime(
            &tree, [&] { return tree.model()->rowCount(index) > 0; }, watch);
        if (!painted)
            return u"%1 was not painted"_s.arg(what);
        report(u"expand %1 with %2 rows, paint, %3"_s.arg(what, QString::number(tree.model()->rowCount(index)), time), *painted);
        tree.collapse(index);
        QCoreApplication::processEvents();
    }
    tree.expand(index);
    return {};
}

/// From the key that starts a filter to the paint of its first hits: in everything, and in one app.
QString measureFiltering(MainWindow &window, QTreeView &tree)
{
    auto *table = window.findChild<QTableView *>(u"recordTable"_s);
    auto *filter = window.findChild<QLineEdit *>(u"filterEdit"_s);
    if (!table || !filter)
        return u"The window has no table of records"_s;
    constexpr int kFirstHits = 50;
    const auto isFilled = [table] { return table->model()->rowCount() >= kFirstHits; };
    const QModelIndex app = largestChild(*tree.model(), {});
    for (const auto &[where, index] : {std::pair(u"everything"_s, QModelIndex()), std::pair(u"the largest app"_s, app)}) {
        tree.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        for (const QString &time : {u"1st"_s, u"2nd"_s}) {
            const Stopwatch before;
            if (!paintTime(table, isFilled, before))
                return u"The records were not painted"_s;
            filter->setText(QString::fromLatin1(kFrequentText));
            QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
            const Stopwatch watch;
            QCoreApplication::sendEvent(filter, &enter);
            const auto painted = isFilled() ? std::nullopt : paintTime(table, isFilled, watch);
            if (!painted)
                return u"The hits were not painted"_s;
            report(u"first %1 hits in %2, %3, Enter to paint"_s.arg(QString::number(kFirstHits), where, time), *painted);
            filter->clear();
        }
    }
    return {};
}

QString measureWindow(const Stopwatch &start, const QString &workspace)
{
    QStandardPaths::setTestModeEnabled(true);
    WindowSession session;
    ThemeSwitch theme;
    MainWindow window(session, theme);
    window.resize(1200, 800);
    window.show();
    window.open({workspace});
    auto *tree = window.findChild<QTreeView *>(u"navigator"_s);
    if (!tree)
        return u"The window has no tree"_s;
    const auto time = paintTime(
        tree, [tree] { return tree->model() && tree->model()->rowCount() > 0; }, start);
    if (!time)
        return u"The tree was not painted"_s;
    report(u"window with the workspace to first paint"_s, *time);
    if (const QString error = measureFiltering(window, *tree); !error.isEmpty())
        return error;
    const QModelIndex app = largestChild(*tree->model(), {});
    if (const QString error = measureExpand(*tree, u"an app"_s, app); !error.isEmpty())
        return error;
    return measureExpand(*tree, u"a model"_s, largestChild(*tree->model(), app));
}

} // namespace

QString runWindowTask(const Stopwatch &start, const QString &task, const QStringList &arguments)
{
    if (task == u"bare-window")
        return measureBareWindow(start);
    return measureWindow(start, arguments.value(0));
}

} // namespace persistence::bench
