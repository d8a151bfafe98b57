#include "model/edit/editing.h"
#include "model/items/rekeymodel.h"
#include "tests/support/smallworkspace.h"
#include "ui/dialogs/rekeydialog.h"
#include "ui/editor/associationedit.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;
using persistence::tests::record;
using persistence::tests::SmallWorkspace;

namespace {

/// The dialog over all records of a workspace.
struct Opened
{
    explicit Opened(const QByteArray &lines) : files(lines), editing(files.workspace(), {})
    {
        const std::vector<RecordRow> rows{RecordRow{1}};
        dialog = new RekeyDialog(files.workspace(), {{u"All"_s, Group(), {}, 3}, {u"Selected: 1 record"_s, {}, rows, 1}},
                                 {"app", {"room", "a"}});
        QObject::connect(dialog, &RekeyDialog::requested, &editing,
                         [this](const QString &title, const Editing::Work &work) { editing.run(title, work, &editing); });
        new QAbstractItemModelTester(dialog->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, dialog);
        dialog->show();
        waitForPlan();
    }
    ~Opened() { delete dialog; }

    void waitForPlan() { QTRY_VERIFY(!dialog->isPlanning()); }
    void type(const QString &id)
    {
        auto *edit = dialog->findChild<AssociationEdit *>(u"rekeyTo"_s);
        edit->idField()->setFocus();
        edit->idField()->selectAll();
        QTest::keyClicks(edit->idField(), id);
        waitForPlan();
    }
    [[nodiscard]] QPushButton *button() { return dialog->findChild<QPushButton *>(u"changeKeys"_s); }
    [[nodiscard]] QString label(const QString &name) { return dialog->findChild<QLabel *>(name)->text(); }
    [[nodiscard]] QStringList rows()
    {
        QStringList lines;
        for (int row = 0; row < dialog->model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < RekeyModel::ColumnCount; ++column)
                cells << dialog->model()->index(row, column).data().toString();
            lines << cells.join(u" | "_s);
        }
        return lines;
    }
    [[nodiscard]] QStringList keys()
    {
        auto reader = *files.workspace()->reader();
        Progress progress;
        QStringList keys;
        for (const RecordRow row : *reader->records(Group(), progress)) {
            RecordIndex index;
            const QByteArray body = reader->record(row)->body;
            indexRecord(bson::DocumentView(body), Collection::Persistence, index);
            QStringList parts;
            for (const Association &one : index.associations)
                parts << QString::fromUtf8(one.model) + u' ' + QString::fromUtf8(one.id);
            keys << parts.join(u',');
        }
        return keys;
    }

    SmallWorkspace files;
    Editing editing;
    QPointer<RekeyDialog> dialog;
};

} // namespace

class tst_rekeydialog : public QObject
{
    Q_OBJECT

private slots:
    void listsOldAndNewKeysAndMarksClashes();
    void changesAllKeysAsOneChange();
    void removesAnAssociation();
    void changesNothingThatStaysTheSame();
    void takesOnlyTheRecordsThatAreChosen();
};

void tst_rekeydialog::listsOldAndNewKeysAndMarksClashes()
{
    Opened opened(record("r1", "app", "room a,misc x") + record("r2", "app", "room a") + record("r3", "app", "room b"));
    QVERIFY(!opened.button()->isEnabled());
    opened.type(u"b"_s);
    QCOMPARE(opened.rows(),
             QStringList({u"room a | room b | Clash: another record has this key | r2"_s, u"room a · misc x | room b · misc x |  | r1"_s}));
    QCOMPARE(opened.label(u"rekeySummary"_s),
             u"2 records hold this association. 1 other record stays as it is. Clash: 1 new key is in use by another record as well."_s);
    QVERIFY(opened.label(u"rekeyReads"_s).contains(u"0 others would still be found"_s));
    QCOMPARE(opened.button()->text(), u"Change 2 keys"_s);
    QVERIFY(opened.button()->isEnabled());
}

void tst_rekeydialog::changesAllKeysAsOneChange()
{
    Opened opened(record("r1", "app", "room a,misc x") + record("r2", "app", "room a") + record("r3", "app", "room b"));
    QStringList titles;
    connect(&opened.editing, &Editing::changed, this, [&titles](const Applied &applied) { titles << applied.title; });
    opened.type(u"new"_s);
    QTest::mouseClick(opened.button(), Qt::LeftButton);
    QTRY_VERIFY(!opened.dialog);
    QTRY_COMPARE(titles, QStringList(u"Change key of 2 records"_s));
    QCOMPARE(opened.keys(), QStringList({u"room new,misc x"_s, u"room new"_s, u"room b"_s}));
    opened.editing.run(
        u"Undo"_s, [](Session &session, Progress &progress) { return session.undo(progress); }, this);
    QTRY_COMPARE(opened.keys(), QStringList({u"room a,misc x"_s, u"room a"_s, u"room b"_s}));
}

void tst_rekeydialog::removesAnAssociation()
{
    Opened opened(record("r1", "app", "room a,misc x"));
    opened.dialog->findChild<QCheckBox *>(u"rekeyRemove"_s)->setChecked(true);
    opened.waitForPlan();
    QCOMPARE(opened.rows(), QStringList(u"room a · misc x | misc x |  | r1"_s));
    QTest::mouseClick(opened.button(), Qt::LeftButton);
    QTRY_VERIFY(!opened.dialog);
    QTRY_COMPARE(opened.keys(), QStringList(u"misc x"_s));
}

void tst_rekeydialog::changesNothingThatStaysTheSame()
{
    Opened opened(record("r1", "app", "room a"));
    opened.type(u"b"_s);
    QVERIFY(opened.button()->isEnabled());
    opened.type(u"a"_s);
    QVERIFY(!opened.button()->isEnabled());
    QTest::keyClick(opened.dialog->findChild<AssociationEdit *>(u"rekeyTo"_s)->idField(), Qt::Key_Escape);
    QTRY_VERIFY(!opened.dialog);
    QCOMPARE(opened.keys(), QStringList(u"room a"_s));
}

void tst_rekeydialog::takesOnlyTheRecordsThatAreChosen()
{
    Opened opened(record("r1", "app", "room a") + record("r2", "app", "room a"));
    opened.type(u"b"_s);
    QCOMPARE(opened.button()->text(), u"Change 2 keys"_s);
    opened.dialog->findChild<QComboBox *>(u"selectionBox"_s)->setCurrentIndex(1);
    opened.waitForPlan();
    QCOMPARE(opened.rows(), QStringList(u"room a | room b |  | r1"_s));
    QVERIFY(opened.label(u"rekeyReads"_s).contains(u"1 other would still be found"_s));
    QTest::mouseClick(opened.button(), Qt::LeftButton);
    QTRY_COMPARE(opened.keys(), QStringList({u"room b"_s, u"room a"_s}));
}

QTEST_MAIN(tst_rekeydialog)
#include "tst_rekeydialog.moc"
