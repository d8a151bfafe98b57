#include "model/sinks/xlsxcheck.h"
#include "model/sinks/xlsxsink.h"
#include "model/sinks/xlsxtext.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class XlsxSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { std::setlocale(LC_NUMERIC, "C"); }
    void escapesWhatXmlCannotHold();
    void cutsTextsAtCharacters();
    void hasARowForEveryRecord();
    void isFineWithoutRecords();
    void goesOnOnFurtherSheets();
    void keepsLongTextsWhole();
    void writesEqualFilesForEqualRecords();
    void noticesDamage();

private:
    [[nodiscard]] Result<void> write(const QString &path, const QByteArrayList &documents, const XlsxLimits &limits = {});
    [[nodiscard]] XlsxPart sheet(const QString &path, int number) const;

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"x.xlsx"_s);
    QStringList m_notes;
};

Result<void> XlsxSinkTest::write(const QString &path, const QByteArrayList &documents, const XlsxLimits &limits)
{
    auto fields = std::make_shared<FieldTree>();
    for (const QByteArray &document : documents)
        fields->add(bson::DocumentView(document));
    fields->finish();
    const auto sink = makeXlsxSink(path, m_folder.path(), std::make_unique<TableRows>(fields, NameOf()), limits);
    auto poured = pour(*sink, documents);
    m_notes = sink->notes();
    return poured;
}

XlsxPart XlsxSinkTest::sheet(const QString &path, int number) const
{
    const auto parts = readXlsxParts(path);
    return parts ? parts->value("xl/worksheets/sheet" + QByteArray::number(number) + ".xml") : XlsxPart();
}

void XlsxSinkTest::escapesWhatXmlCannotHold()
{
    QCOMPARE(xlsxText(QByteArrayView("a\0b\x01\t\n\r", 7)), "a_x0000_b_x0001_\t\n_x000D_");
    QCOMPARE(xlsxText("_x0041_ _xZZZZ_ \xef\xbf\xbf \xef\xbf\xbd"), "_x005F_x0041_ _xZZZZ_ _xFFFF_ \xef\xbf\xbd");
}

void XlsxSinkTest::cutsTextsAtCharacters()
{
    // Four bytes of UTF-8 are two units of UTF-16.
    QCOMPARE(xlsxPieces("ab\xf0\x9f\x98\x80"
                        "c",
                        3),
             (QList<QByteArrayView>{"ab", "\xf0\x9f\x98\x80"
                                          "c"}));
    QCOMPARE(xlsxPieces("", 3), QList<QByteArrayView>{""});
    QCOMPARE(xlsxPieces("a\x01", 7), (QList<QByteArrayView>{"a", "\x01"}));
}

void XlsxSinkTest::hasARowForEveryRecord()
{
    const QByteArrayList documents = {
        documentOf(R"({"a": "=1+1", "b": 1.5, "c": true})"), documentOf("{}"),
        documentOf(R"({"a": "x\u0001_x0041_", "b": {"$date": "2026-01-31T12:00:05Z"}, "c": {"$numberDouble": "NaN"}})")};
    const auto written = write(m_path, documents);
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    QCOMPARE(sheet(m_path, 1).rows, 4);
    QCOMPARE(sheet(m_path, 1).cells, 3 + 3 + 3);
}

void XlsxSinkTest::isFineWithoutRecords()
{
    const auto written = write(m_path, {});
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    QCOMPARE(sheet(m_path, 1).rows, 1);
}

void XlsxSinkTest::goesOnOnFurtherSheets()
{
    QByteArrayList documents;
    for (int i = 0; i < 10; ++i)
        documents.append(documentOf(R"({"a": 1, "b": 2, "c": 3})"));
    QVERIFY(write(m_path, documents, {5, 2}));
    // Four records on a sheet, two columns on the first and one on the one beside it; so six sheets.
    for (const auto &[number, rows] : {std::pair(1, 5), {2, 5}, {3, 5}, {4, 5}, {5, 3}, {6, 3}})
        QCOMPARE(sheet(m_path, number).rows, rows);
    QCOMPARE(sheet(m_path, 5).cells, 6);
    QCOMPARE(sheet(m_path, 6).cells, 3);
    QCOMPARE(m_notes, QStringList{u"Sheets that the table takes: 6."_s});
}

void XlsxSinkTest::keepsLongTextsWhole()
{
    QByteArray text;
    for (int i = 0; i < 20'000; ++i)
        text += "\xf0\x9f\x98\x80";
    bson::Builder builder;
    builder.appendString("a", text);
    QVERIFY(write(m_path, {builder.finish().toByteArray()}));
    QCOMPARE(sheet(m_path, 1).rows, 2);
    QCOMPARE(sheet(m_path, 2).rows, 3);
    QCOMPARE(m_notes.size(), 1);
}

void XlsxSinkTest::writesEqualFilesForEqualRecords()
{
    const QString other = m_folder.filePath(u"y.xlsx"_s);
    const QByteArrayList documents = {documentOf(R"({"a": 1})")};
    QVERIFY(write(m_path, documents) && write(other, documents));
    QFile first(m_path), second(other);
    QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
    QVERIFY(first.readAll() == second.readAll());
}

void XlsxSinkTest::noticesDamage()
{
    QVERIFY(write(m_path, {documentOf(R"({"a": "text"})")}));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray content = file.readAll();
    const qsizetype place = content.indexOf("xl/worksheets/sheet1.xml") + 60;
    content[place] = char(content[place] ^ 0x10);
    file.seek(0);
    file.write(content);
    file.close();
    QVERIFY(!sheet(m_path, 1).isWhole);
    QVERIFY(QFile::resize(m_path, content.size() / 2));
    QVERIFY(!readXlsxParts(m_path));
}

QTEST_GUILESS_MAIN(XlsxSinkTest)
#include "tst_xlsxsink.moc"
