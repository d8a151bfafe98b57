#include "tests/ui/windowtest.h"

#include "model/edit/editing.h"
#include "model/items/recordtablemodel.h"
#include "tests/support/recorddocument.h"
#include "ui/widgets/messagebar.h"

#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace persistence::tests {

QByteArray textRecord(const QByteArray &id, const QByteArray &app, const QByteArray &text)
{
    const QByteArray name = text.left(100);
    return recordDocument(id, app, {{"room", name}, {"misc", name}}, [&](bson::Builder &value) { value.appendString(name, text); });
}

WindowTest::WindowTest()
{
    QStandardPaths::setTestModeEnabled(true);
    begin();
}

WindowTest::~WindowTest() = default;

void WindowTest::begin()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<WindowSession>(filePath(u"settings.ini"_s));
}

void WindowTest::cleanup()
{
    m_window.reset();
    m_session.reset(); // writes into the folder
    begin();
}

void WindowTest::showWindow()
{
    m_window.reset();
    m_window = std::make_unique<MainWindow>(*m_session, m_theme);
    m_window->resize(1300, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

QString WindowTest::writeFile(const QString &name, const QByteArray &content) const
{
    QFile file(filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a file of the test: %s", qPrintable(file.errorString()));
    return file.fileName();
}

void WindowTest::open(const QStringList &files) const
{
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->open(files);
    QVERIFY(opened.wait(20'000));
    const auto *records = browser()->findChild<RecordTableModel *>();
    QTRY_VERIFY_WITH_TIMEOUT(records->recordCount() > 0 && records->isComplete(), 20'000);
    QTRY_VERIFY(!m_window->findChild<QLabel *>(u"statusRecords"_s)->text().isEmpty());
}

void WindowTest::openDump(const QByteArray &lines) const
{
    open({writeFile(u"dump.json"_s, lines)});
}

QString WindowTest::savedCopy(const QString &name) const
{
    const QString path = filePath(name);
    QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    m_window->opener()->saveCopy(m_window->opened().workspace, path);
    if (!saved.wait(20'000))
        qFatal("no copy was saved: %s", qPrintable(m_window->messageBar()->text()));
    return path;
}

void WindowTest::selectRow(int row) const
{
    table()->setCurrentIndex(table()->model()->index(row, 0));
    QTRY_COMPARE(recordView()->record(), browser()->findChild<RecordTableModel *>()->recordAt(row));
    QTRY_VERIFY(!recordView()->isBusy());
}

void WindowTest::applyBehind(const Edit &edit) const
{
    const QSignalSpy changed(m_window->editing(), &Editing::changed);
    m_window->editing()->run(
        edit.title, [edit](Session &session, Progress &) { return session.apply(edit); }, m_window.get());
    QTRY_COMPARE(changed.count(), 1);
}

} // namespace persistence::tests
