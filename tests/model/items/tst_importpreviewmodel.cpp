#include "model/items/importpreviewmodel.h"
#include "tests/support/printtree.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class TestImportPreviewModel final : public QObject
{
    Q_OBJECT

private slots:
    void growsWithoutMovingRows()
    {
        ImportPreviewModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setCounts({{"zoom", "", 3}, {"zoom", "room", 2}});
        const QPersistentModelIndex zoom = model.index(0, 0);
        QSignalSpy changed(&model, &ImportPreviewModel::dataChanged);
        model.setCounts({{"app", "", 1}, {"app", "misc", 1}, {"zoom", "", 9}, {"zoom", "room", 2}});
        QCOMPARE(zoom.row(), 0);
        QCOMPARE(printTree(model), u"zoom 9 so far\n  room 2 so far\napp 1 so far\n  misc 1 so far\n"_s);
        QCOMPARE(changed.size(), 2);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestImportPreviewModel)
#include "tst_importpreviewmodel.moc"
