#include "model/items/problemmodel.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class TestProblemModel final : public QObject
{
    Q_OBJECT

private:
    static QByteArray badLines(int count)
    {
        QByteArray text = record("good", "app", "room A");
        for (int i = 0; i < count; ++i)
            text += "{\"broken\": " + QByteArray::number(i) + "\n";
        return text;
    }

private slots:
    void listsProblemsInOrderOfArrival()
    {
        const SmallWorkspace workspace(badLines(600));
        ProblemModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setWorkspace(workspace.workspace());
        QCOMPARE(model.rowCount(), 600);
        // Far ahead first, then back: pages are reached by key.
        QCOMPARE(model.bytesAt(599).trimmed(), QByteArray("{\"broken\": 599"));
        QCOMPARE(model.bytesAt(0).trimmed(), QByteArray("{\"broken\": 0"));
        QCOMPARE(model.bytesAt(300).trimmed(), QByteArray("{\"broken\": 300"));
        QVERIFY(!model.index(3, ProblemModel::ReasonColumn).data().toString().isEmpty());
        QVERIFY(model.index(3, ProblemModel::SourceColumn).data().toString().endsWith(u"lines1.json"));
    }

    void addsProblemsOfALaterImport()
    {
        SmallWorkspace workspace(badLines(2));
        ProblemModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setWorkspace(workspace.workspace());
        QSignalSpy inserted(&model, &ProblemModel::rowsInserted);
        QSignalSpy reset(&model, &ProblemModel::modelReset);
        workspace.import("{\"late\": 1\n");
        model.refresh();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(inserted.size(), 1);
        QVERIFY(reset.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProblemModel)
#include "tst_problemmodel.moc"
