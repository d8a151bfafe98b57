#include "tests/model/bson/corpus.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"

#include <QTest>

using namespace persistence::bson;

class tst_Validation : public QObject
{
    Q_OBJECT

private slots:
    void findsEachFaultAtItsOffset_data();
    void findsEachFaultAtItsOffset();
    void keepsInvalidTextApartFromFaults();
    void looksAtTextEverywhere_data();
    void looksAtTextEverywhere();
    void stopsAt200Levels();
    void refusesEveryTruncation();
    void findsTheFirstInvalidByte_data();
    void findsTheFirstInvalidByte();
    void survivesTheBrokenFilesOfLibbson();
};

void tst_Validation::findsEachFaultAtItsOffset_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *name, const char *hex, int offset) { QTest::newRow(name) << QByteArray(hex) << offset; };
    row("sound", "0500000000", -1);
    row("empty", "", 0);
    row("four bytes", "05000000", 0);
    row("length too large", "0600000000", 0);
    row("length too small", "050000000000", 0);
    row("negative length", "ffffffff00", 0);
    row("no closing zero", "0500000001", 4);
    row("ends early",
        "0600000000"
        "00",
        4);
    row("unknown type",
        "08000000"
        "206100"
        "00",
        4);
    row("name without end",
        "08000000"
        "0a6161"
        "00",
        4);
    row("int32 cut",
        "0b000000"
        "106100"
        "010000"
        "00",
        4);
    row("boolean of 2",
        "09000000"
        "086100"
        "02"
        "00",
        7);
    row("text without zero",
        "0e000000"
        "026100"
        "02000000"
        "6161"
        "00",
        12);
    row("text of length 0",
        "0d000000"
        "026100"
        "00000000"
        "00"
        "00",
        4);
    row("text too long",
        "0e000000"
        "026100"
        "03000000"
        "6100"
        "00",
        4);
    row("inner length too large",
        "0d000000"
        "036100"
        "0600000000"
        "00",
        4);
    row("inner without zero",
        "0d000000"
        "036100"
        "0500000001"
        "00",
        11);
    row("negative binary",
        "0d000000"
        "056100"
        "ffffffff"
        "00"
        "00",
        4);
    row("old binary with wrong inner length",
        "11000000"
        "056100"
        "04000000"
        "02"
        "01000000"
        "00",
        7);
    row("old binary without inner length",
        "0e000000"
        "056100"
        "01000000"
        "02"
        "00"
        "00",
        7);
    row("regex without end",
        "0a000000"
        "0b6100"
        "6161"
        "00",
        4);
    row("pointer without zero",
        "1a000000"
        "0c6100"
        "02000000"
        "6261"
        "56e1fc72e0c917e9c4714161"
        "00",
        12);
    row("code with scope too short",
        "0f000000"
        "0f6100"
        "07000000"
        "000000"
        "00",
        4);
    row("code text beyond scope",
        "1b000000"
        "0f6100"
        "13000000"
        "0b000000"
        "6600"
        "0500000000"
        "00000000"
        "00",
        7);
}

void tst_Validation::findsEachFaultAtItsOffset()
{
    QFETCH(QByteArray, hex);
    QFETCH(int, offset);
    const QByteArray bytes = QByteArray::fromHex(hex);
    const Validation validation = validate(bytes);
    QCOMPARE(validation.fault ? int(validation.fault->offset) : -1, offset);
    QCOMPARE(validation.isStrict(), offset < 0);
    QVERIFY(!validation.fault || !validation.fault->reason.isEmpty());
}

void tst_Validation::keepsInvalidTextApartFromFaults()
{
    Builder builder;
    builder.appendString("a", "ok\xff");
    const Validation validation = validate(builder.finish());
    QVERIFY(!validation.fault);
    QVERIFY(validation.invalidText);
    QCOMPARE(validation.invalidText->offset, 4 + 3 + 4 + 2);
    QVERIFY(!validation.isStrict());
}

void tst_Validation::looksAtTextEverywhere_data()
{
    QTest::addColumn<int>("place");
    for (int place = 0; place < 9; ++place)
        QTest::newRow(qPrintable(QString::number(place))) << place;
}

void tst_Validation::looksAtTextEverywhere()
{
    QFETCH(int, place);
    const auto text = [&](int here) { return QByteArray(here == place ? "\xc3(" : "ok"); };
    Builder builder;
    builder.appendNull(text(0));
    builder.appendString("s", text(1));
    builder.appendRegex("r", text(2), "");
    builder.appendRegex("r", "", text(3));
    builder.appendDbPointer("p", text(4), "123456789012");
    builder.appendCode("c", text(5));
    builder.appendSymbol("y", text(6));
    Builder scope;
    scope.appendString("x", text(7));
    builder.appendCodeWithScope("w", text(8), scope.finish());
    QVERIFY(validate(builder.finish()).invalidText);
}

void tst_Validation::stopsAt200Levels()
{
    for (const int depth : {199, 200}) {
        Builder builder;
        for (int i = 0; i < depth; ++i)
            builder.openDocument("a");
        for (int i = 0; i < depth; ++i)
            builder.close();
        const Validation validation = validate(builder.finish());
        QVERIFY(!validation.fault);
        QCOMPARE(validation.tooDeep, depth == 200);
    }
}

void tst_Validation::refusesEveryTruncation()
{
    Builder scope;
    scope.appendString("x", "y");
    Builder builder;
    builder.openArray("a");
    builder.appendCodeWithScope("0", "f", scope.finish());
    builder.appendRegex("1", "a", "i");
    builder.close();
    builder.appendBinary("b", 2, "data");
    const QByteArray whole = builder.finish().toByteArray();
    QVERIFY(validate(whole).isStrict());
    for (qsizetype size = 0; size < whole.size(); ++size) {
        // Its own allocation, so that a sanitizer sees every byte read behind the end.
        QByteArray part(whole.constData(), size);
        QVERIFY(!validate(part).isStrict());
        if (size >= 4) {
            // The length alone repaired.
            qToLittleEndian(qint32(size), part.data());
            QVERIFY(!validate(part).isStrict());
        }
    }
}

void tst_Validation::findsTheFirstInvalidByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *name, QByteArray text, int offset) { QTest::newRow(name) << text << offset; };
    row("ascii", "plain text, longer than eight", -1);
    row("all lengths", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", -1);
    row("continuation alone", "12345678\x80", 8);
    row("overlong 2", "\xc0\x80", 0);
    row("overlong 3", "a\xe0\x9f\xbf", 1);
    row("overlong 4", "\xf0\x8f\xbf\xbf", 0);
    row("surrogate", "\xed\xa0\x80", 0);
    row("above U+10FFFF", "\xf4\x90\x80\x80", 0);
    row("five bytes", "\xf8\x88\x80\x80\x80", 0);
    row("cut 2", "abc\xc3", 3);
    row("cut 3", "abc\xe2\x82", 3);
    row("cut 4", "abc\xf0\x9f\x98", 3);
    row("fe", "\xfe", 0);
}

void tst_Validation::findsTheFirstInvalidByte()
{
    QFETCH(QByteArray, text);
    QFETCH(int, offset);
    QCOMPARE(int(findInvalidUtf8(text).value_or(-1)), offset);
}

void tst_Validation::survivesTheBrokenFilesOfLibbson()
{
    QList<QByteArray> cases;
    QDirIterator paths(corpusFolder(QStringLiteral("libbson-binary")), {QStringLiteral("*.bson")}, QDir::Files);
    while (paths.hasNext()) {
        QFile file(paths.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        cases.append(file.readAll());
    }
    PB_NEED_CASES(cases);
    int strict = 0;
    for (const QByteArray &bytes : cases) {
        const Validation validation = validate(bytes);
        QByteArray text;
        const bool isLossless = writeExtendedJson(DocumentView(bytes), {JsonMode::Relaxed, 2}, text);
        if (validation.isStrict()) {
            ++strict;
            QCOMPARE(roundTrips(DocumentView(bytes)), isLossless);
        }
    }
    qInfo("%d of them strict", strict);
}

QTEST_GUILESS_MAIN(tst_Validation)
#include "tst_validation.moc"
