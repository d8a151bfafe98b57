// What holds for every sink that writes a stream of bytes: one suite for all formats.
#include "model/bson/validation.h"
#include "model/transfer/recordcounter.h"
#include "model/transfer/sinkmaker.h"
#include "tests/model/bson/randomdocument.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QTest>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

QByteArrayList randomRecords(int count)
{
    RandomDocument random(20260131);
    QByteArrayList documents;
    for (int i = 0; i < count; ++i) {
        bson::Builder builder;
        builder.appendString("_id", QByteArray::number(i));
        builder.appendString("appId", "app");
        builder.appendContainer("data", bson::Type::Document, random.next());
        documents.append(builder.finish().toByteArray());
    }
    return documents;
}

ExportColumns columnsOf(const QByteArrayList &documents)
{
    ExportColumns columns;
    for (const QByteArray &document : documents) {
        columns.fields->add(bson::DocumentView(document));
        columns.exact.add(bson::DocumentView(document));
    }
    columns.fields->finish();
    return columns;
}

Result<QByteArray> written(ExportFormat format, const QByteArrayList &documents, qsizetype limit = -1)
{
    MemorySink output(limit);
    ExportOptions options;
    options.format = format;
    const auto sink = makeStreamSink(output, options, columnsOf(documents), {});
    const auto poured = pour(*sink, documents);
    return poured ? Result<QByteArray>(output.bytes) : poured.error();
}

} // namespace

class RecordSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { std::setlocale(LC_NUMERIC, "C"); }
    void init();
    void writesEqualBytesForEqualRecords_data() { addFormats(); }
    void writesEqualBytesForEqualRecords();
    void canBeCountedWithoutItsCode_data() { addFormats(); }
    void canBeCountedWithoutItsCode();
    void isFineWithoutRecords_data() { addFormats(); }
    void isFineWithoutRecords();
    void passesOnWhatGoesWrong_data() { addFormats(); }
    void passesOnWhatGoesWrong();
    void writesTextThatIsUtf8_data() { addFormats(); }
    void writesTextThatIsUtf8();

private:
    static void addFormats();

    ExportFormat m_format = ExportFormat::Csv;
};

void RecordSinkTest::addFormats()
{
    QTest::addColumn<QString>("format");
    for (const ExportFormatInfo &info : exportFormats()) {
        if (info.isStream())
            QTest::newRow(info.id) << QString::fromLatin1(info.id);
    }
}

void RecordSinkTest::init()
{
    QFETCH(const QString, format);
    m_format = exportFormat(format)->format;
}

void RecordSinkTest::writesEqualBytesForEqualRecords()
{
    const QByteArrayList documents = randomRecords(50);
    const auto first = written(m_format, documents), second = written(m_format, documents);
    QVERIFY(first && second);
    QVERIFY(*first == *second);
    QVERIFY(!first->isEmpty());
}

void RecordSinkTest::canBeCountedWithoutItsCode()
{
    const auto output = written(m_format, randomRecords(200));
    QVERIFY(output);
    for (const qsizetype piece : {qsizetype(7), qsizetype(4096), output->size()}) {
        RecordCounter counter(m_format);
        for (qsizetype start = 0; start < output->size(); start += piece)
            counter.add(QByteArrayView(*output).sliced(start, qMin(piece, output->size() - start)));
        if (m_format == ExportFormat::Archive)
            QVERIFY(!counter.count());
        else
            QCOMPARE(counter.count(), std::optional<qint64>(200));
    }
}

void RecordSinkTest::isFineWithoutRecords()
{
    const auto output = written(m_format, {});
    QVERIFY(output);
    RecordCounter counter(m_format);
    counter.add(*output);
    QCOMPARE(counter.count().value_or(0), 0);
}

void RecordSinkTest::passesOnWhatGoesWrong()
{
    const QByteArrayList documents = randomRecords(300);
    const auto whole = written(m_format, documents);
    QVERIFY(whole);
    for (const qsizetype limit : {qsizetype(0), whole->size() / 2, whole->size() - 1}) {
        const auto failed = written(m_format, documents, limit);
        QVERIFY(!failed);
        QCOMPARE(failed.error().message, u"full"_s);
    }
}

void RecordSinkTest::writesTextThatIsUtf8()
{
    if (m_format == ExportFormat::Bson || m_format == ExportFormat::Archive)
        return;
    bson::Builder builder;
    builder.appendString("_id", "\xff");
    builder.appendString("appId", "a\xc3");
    builder.openDocument("data");
    builder.appendString("\xfe", "b\xf0\x9f");
    builder.close();
    const auto output = written(m_format, {builder.finish().toByteArray()});
    QVERIFY(output);
    QVERIFY2(!bson::findInvalidUtf8(*output), output->constData());
}

QTEST_GUILESS_MAIN(RecordSinkTest)
#include "tst_recordsink.moc"
