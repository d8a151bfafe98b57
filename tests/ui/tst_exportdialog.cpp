#include "model/bson/view.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractItemModel>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class tst_ExportDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_dialog.reset(); }
    void announcesWhatTheButtonWillDo();
    void ordersWhatIsChosenByEnterAlone();
    void saysWhatAFormatLoses();
    void proposesAFreeName();
    void warnsBeforeItReplacesAFile();
    void offersTheFieldsOfAllRecords();
    void showsARedactionBefore();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }
    void chooseFormat(ExportFormat format);

    QTemporaryDir m_folder;
    std::unique_ptr<SmallWorkspace> m_small;
    std::unique_ptr<ExportDialog> m_dialog;
};

void tst_ExportDialog::init()
{
    m_small = std::make_unique<SmallWorkspace>(record("r1", "app", "misc feedback", R"({"rating": 5, "mail": "anna@example.org"})") +
                                               record("r2", "app", "misc feedback", R"({"comment": "fine"})"));
    ExportContext context;
    context.workspace = m_small->workspace();
    context.scopes = {{u"Selection & more"_s, 1, {}, {RecordRow{1}}, {}}, {u"All records"_s, 2, {}, {}, {}}};
    context.sourceName = u"test.pbw"_s;
    context.stem = u"misc/feedback"_s;
    context.folder = m_folder.path();
    m_dialog = std::make_unique<ExportDialog>(context);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    m_dialog->show();
}

void tst_ExportDialog::chooseFormat(ExportFormat format)
{
    auto *box = find<QComboBox>(u"exportFormat"_s);
    box->setCurrentIndex(box->findData(int(format)));
}

void tst_ExportDialog::announcesWhatTheButtonWillDo()
{
    QCOMPARE(find<QPushButton>(u"exportButton"_s)->text(), u"Export 1 record"_s);
    find<QRadioButton>(u"scope1"_s)->click();
    QCOMPARE(find<QPushButton>(u"exportButton"_s)->text(), u"Export 2 records"_s);
    QCOMPARE(find<QRadioButton>(u"scope0"_s)->text(), u"Selection && more · 1"_s);
}

void tst_ExportDialog::ordersWhatIsChosenByEnterAlone()
{
    ExportOrder order;
    connect(m_dialog.get(), &ExportDialog::ordered, this, [&](const ExportOrder &ordered) { order = ordered; });
    QTest::keyClick(m_dialog.get(), Qt::Key_Return);
    QCOMPARE(order.path, m_folder.filePath(u"misc-feedback.xlsx"_s));
    QCOMPARE(order.scope.rows.size(), size_t(1));
    QVERIFY(order.request.options.format == ExportFormat::Xlsx && order.request.options.hasNames && !order.request.redaction);
    QVERIFY(!m_dialog->isVisible());
}

void tst_ExportDialog::saysWhatAFormatLoses()
{
    chooseFormat(ExportFormat::Csv);
    QCOMPARE(find<PlainLabel>(u"exportLoss"_s)->text(), exportFormat(ExportFormat::Csv).loss());
    QVERIFY(find<QCheckBox>(u"escapeFormulas"_s)->isVisible() && find<QCheckBox>(u"escapeFormulas"_s)->isChecked());
    chooseFormat(ExportFormat::Bson);
    QVERIFY(find<PlainLabel>(u"exportLoss"_s)->text().startsWith(u"Nothing is lost"));
    QVERIFY(!find<QCheckBox>(u"escapeFormulas"_s)->isVisible() && !find<QCheckBox>(u"exportNames"_s)->isVisible());
}

void tst_ExportDialog::proposesAFreeName()
{
    QFile taken(m_folder.filePath(u"misc-feedback.csv"_s));
    QVERIFY(taken.open(QIODevice::WriteOnly));
    chooseFormat(ExportFormat::Csv);
    auto *file = find<QLineEdit>(u"exportFile"_s);
    QCOMPARE(file->text(), m_folder.filePath(u"misc-feedback 2.csv"_s));
    find<QCheckBox>(u"gzip"_s)->setChecked(true);
    QCOMPARE(file->text(), m_folder.filePath(u"misc-feedback.csv.gz"_s));
    // A name of the user's own stays.
    file->setText(u"/elsewhere/mine"_s);
    chooseFormat(ExportFormat::Json);
    QCOMPARE(file->text(), u"/elsewhere/mine"_s);
    QVERIFY(taken.remove());
}

void tst_ExportDialog::warnsBeforeItReplacesAFile()
{
    QFile taken(m_folder.filePath(u"taken"_s));
    QVERIFY(taken.open(QIODevice::WriteOnly));
    auto *button = find<QPushButton>(u"exportButton"_s);
    find<QLineEdit>(u"exportFile"_s)->setText(taken.fileName());
    QVERIFY(button->isEnabled());
    QVERIFY(m_dialog->findChildren<PlainLabel *>().last());
    find<QLineEdit>(u"exportFile"_s)->setText(m_folder.path());
    QVERIFY(!button->isEnabled());
    find<QLineEdit>(u"exportFile"_s)->setText(taken.fileName());
    chooseFormat(ExportFormat::Workspace);
    QVERIFY(!button->isEnabled());
    QVERIFY(taken.remove());
}

void tst_ExportDialog::offersTheFieldsOfAllRecords()
{
    find<QRadioButton>(u"scope1"_s)->click();
    find<QRadioButton>(u"someFields"_s)->click();
    const QAbstractItemModel *fields = find<QListView>(u"fieldList"_s)->model();
    QTRY_VERIFY(fields->rowCount() > 0);
    QStringList names;
    for (int row = 0; row < fields->rowCount(); ++row)
        names.append(fields->index(row, 0).data().toString());
    QCOMPARE(names, (QStringList{u"_id"_s, u"appId"_s, u"associations[0].model"_s, u"associations[0].id"_s, u"data.rating"_s,
                                 u"data.mail"_s, u"data.comment"_s, u"_updatedAt"_s}));
    for (int row = 1; row < fields->rowCount(); ++row)
        const_cast<QAbstractItemModel *>(fields)->setData(fields->index(row, 0), Qt::Unchecked, Qt::CheckStateRole);
    ExportOrder order;
    connect(m_dialog.get(), &ExportDialog::ordered, this, [&](const ExportOrder &ordered) { order = ordered; });
    find<QPushButton>(u"exportButton"_s)->click();
    QCOMPARE(order.request.options.fields.size(), size_t(1));
    QCOMPARE(order.request.options.fields[0].toText(), "_id");
}

void tst_ExportDialog::showsARedactionBefore()
{
    auto *preview = find<QPushButton>(u"redactionPreview"_s);
    QVERIFY(!preview->isEnabled());
    find<QComboBox>(u"redaction"_s)->setCurrentIndex(1);
    QVERIFY(preview->isEnabled());
    preview->click();
    QTRY_VERIFY(m_dialog->findChild<QPlainTextEdit *>());
    const QString text = m_dialog->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY2(text.startsWith(u"r1\n") && text.contains(u"~ data.mail: anna@example.org → user-"), qPrintable(text));
}

QTEST_MAIN(tst_ExportDialog)
#include "tst_exportdialog.moc"
