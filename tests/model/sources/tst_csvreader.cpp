#include "model/sources/csvreader.h"
#include "tests/model/sources/sourcereading.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace persistence;

namespace {

/// All rows as cells; an unreadable one as the single cell "!".
QList<QByteArrayList> rowsOf(const QByteArray &text, qsizetype chunk = 1 << 20)
{
    StreamBuffer buffer(memoryStream(text, chunk));
    CsvReader reader(buffer);
    QList<QByteArrayList> rows;
    for (;;) {
        const auto row = reader.next();
        if (!row || row->kind == CsvReader::Kind::End)
            return rows;
        QByteArrayList cells;
        for (const CsvReader::Cell &cell : row->cells)
            cells.append(cell.text.toByteArray());
        rows.append(row->kind == CsvReader::Kind::Cells ? cells : QByteArrayList{"!"});
    }
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class CsvReaderTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsQuotedCells()
    {
        const QByteArray text = "\xef\xbb\xbf"
                                "a,\"b,\"\"c\"\"\",\"line\r\nbreak\"\r\n,,\n\"\",\"\"\"\"\nlast";
        const QList<QByteArrayList> rows{{"a", "b,\"c\"", "line\r\nbreak"}, {"", "", ""}, {"", "\""}, {"last"}};
        for (const qsizetype chunk : {1, 7, 1 << 20})
            QCOMPARE(rowsOf(text, chunk), rows);
    }

    void losesOnlyTheBadLine()
    {
        QCOMPARE(rowsOf("a,b\nx,\"y\"z\nc,d\n"), (QList<QByteArrayList>{{"a", "b"}, {"!"}, {"c", "d"}}));
        QCOMPARE(rowsOf("a,b\nx,\"never closed\nc,d\n"), (QList<QByteArrayList>{{"a", "b"}, {"!"}, {"c", "d"}}));
    }

    void readsThePublicCorpus()
    {
        const QString corpora = qEnvironmentVariable("PB_CORPORA");
        if (corpora.isEmpty())
            QSKIP("PB_CORPORA is not set.");
        const QDir folder(corpora + QStringLiteral("/csv-spectrum/csvs"));
        int cases = 0;
        for (const QString &name : folder.entryList({QStringLiteral("*.csv")}, QDir::Files)) {
            QString expectedPath = folder.filePath(QStringLiteral("../json/") + name);
            expectedPath.replace(QStringLiteral(".csv"), QStringLiteral(".json"));
            const QJsonDocument json = QJsonDocument::fromJson(contentOf(expectedPath));
            const QJsonArray expected = json.isArray() ? json.array() : QJsonArray{json.object()};
            const QList<QByteArrayList> rows = rowsOf(contentOf(folder.filePath(name)));
            QVERIFY2(!rows.isEmpty() && rows.size() == expected.size() + 1, qPrintable(name));
            for (qsizetype i = 0; i < expected.size(); ++i) {
                for (qsizetype column = 0; column < rows[0].size(); ++column) {
                    // The one phone number of the corpus differs between its two files.
                    if (rows[0][column] != "Contact Phone Number")
                        QCOMPARE(QString::fromUtf8(rows[i + 1][column]),
                                 expected[i].toObject()[QString::fromUtf8(rows[0][column])].toString());
                }
            }
            ++cases;
        }
        qInfo("%d cases", cases);
        QVERIFY(cases > 0);
    }
};

QTEST_APPLESS_MAIN(CsvReaderTest)
#include "tst_csvreader.moc"
