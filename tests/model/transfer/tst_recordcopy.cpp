#include "model/transfer/recordcopy.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

// Below, because moc finds no class behind some raw strings.
QByteArray recordLines();

} // namespace

class tst_RecordCopy : public QObject
{
    Q_OBJECT

private slots:
    void writesEachForm_data();
    void writesEachForm();
    void writesNoRecordsAndOne();
    void stopsAtTheLimitAndSaysWhatToDo();
    void endsWhenItIsCancelled();

private:
    [[nodiscard]] std::vector<RecordRow> rows() const
    {
        Progress progress;
        const auto reader = m_small.workspace()->reader();
        return *(*reader)->records(Group(), progress);
    }
    [[nodiscard]] Result<QByteArray> copied(CopyForm form, const std::vector<RecordRow> &rows, qsizetype limit = kMaxCopiedBytes) const
    {
        Progress progress;
        return copyRecords(*m_small.workspace(), {rows, form, {*bson::Path::parse("data.n"), *bson::Path::parse("data.t")}}, progress,
                           limit);
    }

    tests::SmallWorkspace m_small{recordLines()};
};

namespace {

QByteArray recordLines()
{
    return tests::record("r'1", "app", "room A", R"({"n":{"$numberLong":"9007199254740993"},"t":"a|b, \"c\""})") +
           R"({"_id":{"$oid":"000102030405060708090a0b"},"appId":"app","associations":[{"model":"room","id":"B"}],)"
           R"("data":{"n":1.5,"t":"=1+1"}})"
           "\n";
}

} // namespace

void tst_RecordCopy::writesEachForm_data()
{
    QTest::addColumn<CopyForm>("form");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("csv") << CopyForm::Csv << QByteArray("data.n,data.t\r\n9007199254740993,\"a|b, \"\"c\"\"\"\r\n1.5,\"'=1+1\"\r\n");
    QTest::newRow("lines") << CopyForm::JsonLines
                           << QByteArray(
                                  R"({"_id":"r'1","appId":"app","associations":[{"model":"room","id":"A"}],)"
                                  R"("data":{"n":9007199254740993,"t":"a|b, \"c\""},"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}})"
                                  "\n"
                                  R"({"_id":{"$oid":"000102030405060708090a0b"},"appId":"app","associations":[{"model":"room","id":"B"}],)"
                                  R"("data":{"n":1.5,"t":"=1+1"}})"
                                  "\n");
    QTest::newRow("array") << CopyForm::JsonArray
                           << QByteArray(
                                  "[\n"
                                  R"({"_id":"r'1","appId":"app","associations":[{"model":"room","id":"A"}],)"
                                  R"("data":{"n":9007199254740993,"t":"a|b, \"c\""},"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}},)"
                                  "\n"
                                  R"({"_id":{"$oid":"000102030405060708090a0b"},"appId":"app","associations":[{"model":"room","id":"B"}],)"
                                  R"("data":{"n":1.5,"t":"=1+1"}})"
                                  "\n]\n");
    QTest::newRow("mongosh") << CopyForm::MongoshFilter
                             << QByteArray("{ _id: { $in: [\n    'r\\'1',\n    ObjectId(\"000102030405060708090a0b\"),\n] } }");
}

void tst_RecordCopy::writesEachForm()
{
    QFETCH(CopyForm, form);
    const auto text = copied(form, rows());
    QVERIFY(text);
    QTEST(*text, "text");
}

void tst_RecordCopy::writesNoRecordsAndOne()
{
    QCOMPARE(*copied(CopyForm::MongoshFilter, {rows().front()}), QByteArray("{ _id: 'r\\'1' }"));
    QVERIFY(copied(CopyForm::Markdown, {rows().front()})->contains("| data.n"));
    QVERIFY(copied(CopyForm::TypeScript, {rows().front()})->contains("RocketChatAssociationModel.ROOM"));
    QCOMPARE(*copied(CopyForm::JsonLines, {}), QByteArray());
}

void tst_RecordCopy::stopsAtTheLimitAndSaysWhatToDo()
{
    for (const CopyForm form : {CopyForm::Csv, CopyForm::JsonArray, CopyForm::MongoshFilter}) {
        const auto text = copied(form, rows(), 20);
        QVERIFY(!text);
        QCOMPARE(text.error().kind, ErrorKind::TooLarge);
        QVERIFY(text.error().message.contains(u"Export it"_s));
    }
}

void tst_RecordCopy::endsWhenItIsCancelled()
{
    for (const CopyForm form : {CopyForm::Csv, CopyForm::MongoshFilter}) {
        Progress progress;
        progress.cancel();
        const auto text = copyRecords(*m_small.workspace(), {rows(), form, {}}, progress);
        QVERIFY(!text);
        QCOMPARE(text.error().kind, ErrorKind::Cancelled);
    }
}

QTEST_GUILESS_MAIN(tst_RecordCopy)
#include "tst_recordcopy.moc"
