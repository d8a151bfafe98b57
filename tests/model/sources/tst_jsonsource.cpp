#include "model/bson/builder.h"
#include "model/sources/jsonsource.h"
#include "tests/model/sources/sourcereading.h"

#include <QTest>

using namespace persistence;

namespace {

/// `{"_id":"<id>"}` as BSON.
QByteArray document(QByteArrayView id)
{
    bson::Builder builder;
    builder.appendString("_id", id);
    return builder.finish().toByteArray();
}

QByteArrayList documents(const QByteArrayList &ids)
{
    QByteArrayList list;
    for (const QByteArray &id : ids)
        list.append(document(id));
    return list;
}

/// Gives the same text again and again, so that a test needs no memory for a huge file.
class RepeatingStream final : public ByteStream
{
public:
    RepeatingStream(QByteArray start, QByteArray repeated, qint64 size, QByteArray end)
        : m_start(std::move(start))
        , m_repeated(std::move(repeated))
        , m_left(size)
        , m_end(std::move(end))
    {
    }

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        QByteArray &part = !m_start.isEmpty() ? m_start : m_end;
        if (m_start.isEmpty() && m_left > 0) {
            const qsizetype count = qsizetype(qMin(qint64(qMin(size, m_repeated.size())), m_left));
            std::copy_n(m_repeated.constData(), count, to);
            m_left -= count;
            m_read += count;
            return count;
        }
        const qsizetype count = qMin(size, part.size());
        std::copy_n(part.constData(), count, to);
        part.remove(0, count);
        m_read += count;
        return count;
    }

    qint64 bytesRead() const override { return m_read; }
    qint64 bytesTotal() const override { return 0; }
    QString incompleteReason() const override { return {}; }

private:
    QByteArray m_start;
    QByteArray m_repeated;
    qint64 m_left;
    QByteArray m_end;
    qint64 m_read = 0;
};

} // namespace

class JsonSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryLayout_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lines") << QByteArray("{\"_id\":\"a\"}\n{\"_id\":\"b\"}\n{\"_id\":\"c\"}\n");
        QTest::newRow("no last line end") << QByteArray("{\"_id\":\"a\"}\n{\"_id\":\"b\"}\n{\"_id\":\"c\"}");
        QTest::newRow("dos lines") << QByteArray("{\"_id\":\"a\"}\r\n\r\n{\"_id\":\"b\"}\r\n{\"_id\":\"c\"}\r\n");
        QTest::newRow("concatenated") << QByteArray("{\"_id\":\"a\"}{\"_id\":\"b\"}{\"_id\":\"c\"}");
        QTest::newRow("array") << QByteArray("[{\"_id\":\"a\"},{\"_id\":\"b\"},{\"_id\":\"c\"}]\n");
        QTest::newRow("loose array") << QByteArray(" [ {\"_id\":\"a\"}\n, {\"_id\":\"b\"},\n{\"_id\":\"c\"} ] \n");
        QTest::newRow("two arrays") << QByteArray("[{\"_id\":\"a\"},{\"_id\":\"b\"}][{\"_id\":\"c\"}]");
        QTest::newRow("pretty at the margin") << QByteArray("{\n\"_id\":\n\"a\"\n}\n{\n\"_id\": \"b\"}\n{\"_id\":\n\n\"c\"}");
    }
    void readsEveryLayout()
    {
        QFETCH(QByteArray, text);
        const Reading reading = readBytes(text);
        QCOMPARE(reading.documents(), documents({"a", "b", "c"}));
        QVERIFY(reading.faults().isEmpty());
        QCOMPARE(reading.error + reading.incompleteReason, QString());
    }

    void readsOldAndNewTypes()
    {
        const Reading reading = readBytes("{\"_id\":\"a\",\"appId\":\"x\",\"n\":NaN,\"d\":{\"$date\":1700000000123}}\n"
                                          "{\"_id\":\"a\",\"appId\":\"x\",\"n\":{\"$numberDouble\":\"NaN\"},"
                                          "\"d\":{\"$date\":{\"$numberLong\":\"1700000000123\"}}}\n");
        QCOMPARE(reading.documents().size(), 2);
        QCOMPARE(reading.documents()[0], reading.documents()[1]);
    }

    void tellsLineAndColumnInTheFile()
    {
        const Reading reading = readBytes("{\"_id\":\"a\"}\n\n{\"_id\":\"b\", x}\n{\"_id\":\"c\"}");
        QCOMPARE(reading.documents(), documents({"a", "c"}));
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].offset, 13);
        QCOMPARE(reading.faults()[0].bytes, "{\"_id\":\"b\", x}");
        QVERIFY2(reading.faults()[0].fault.startsWith(QStringLiteral("line 3, column 13:")), qPrintable(reading.faults()[0].fault));
    }

    void countsTheLinesOfDocumentsThatHaveSeveral()
    {
        const Reading reading =
            readBytes("{\"_id\":\"a\"} {\n\"_id\":\n \"b\"\n} {\"_id\":\"c\",\"d\":{\"$date\":\n{\"$numberLong\":\n\"1\"}}} "
                      "{\"_id\":\"d\"}\n{\"_id\":\"e\", x}\n");
        QCOMPARE(reading.documents().size(), 4);
        QCOMPARE(reading.faults().size(), 1);
        QVERIFY2(reading.faults()[0].fault.startsWith(QStringLiteral("line 7, column 13:")), qPrintable(reading.faults()[0].fault));
    }

    void tellsTheColumnInAHugeLine()
    {
        const Reading reading = readBytes("[{\"_id\":\"a\"},{\"_id\":nil},{\"_id\":\"c\"}]");
        QCOMPARE(reading.documents(), documents({"a", "c"}));
        QVERIFY2(reading.faults()[0].fault.startsWith(QStringLiteral("line 1, column 2")), qPrintable(reading.faults()[0].fault));
    }

    void losesOnlyTheLineThatIsCut_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("in a string") << QByteArray("{\"_id\":\"b");
        QTest::newRow("behind a backslash") << QByteArray("{\"_id\":\"b\\");
        QTest::newRow("behind a value") << QByteArray("{\"_id\":\"b\"");
        QTest::newRow("behind a comma") << QByteArray("{\"_id\":\"b\",");
        QTest::newRow("behind a colon") << QByteArray("{\"_id\":");
        QTest::newRow("in an array") << QByteArray("{\"_id\":\"b\",\"list\":[");
        QTest::newRow("in the middle") << QByteArray("\"b\",\"list\":[1,2]}");
    }
    void losesOnlyTheLineThatIsCut()
    {
        QFETCH(QByteArray, line);
        const Reading reading = readBytes("{\"_id\":\"a\"}\n" + line + "\n{\"_id\":\"c\"}\n{\"_id\":\"d\"}\n");
        QCOMPARE(reading.documents(), documents({"a", "c", "d"}));
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].bytes, line + '\n');
        QCOMPARE(reading.faults()[0].offset, 12);
        QCOMPARE(reading.incompleteReason, QString());
    }

    void listsWhatIsNoDocument()
    {
        const Reading reading = readBytes("[1,\"two\",{\"_id\":\"a\"},[{\"_id\":\"b\"}],null]");
        QCOMPARE(reading.documents(), documents({"a"}));
        QByteArrayList refused;
        for (const ReadItem &fault : reading.faults())
            refused.append(fault.bytes);
        QCOMPARE(refused, (QByteArrayList{"1", "\"two\"", "[{\"_id\":\"b\"}]", "null"}));
        QCOMPARE(reading.incompleteReason, QString());
    }

    // The search for a way on stops at the member of a list inside the document, whose end looks like the end of the array.
    void goesOnInTheArrayBehindADocumentThatItRefuses()
    {
        const Reading reading = readBytes(R"([{"_id":"a"},{"_id":"b","list":[{"_id":1,"when":{"$date":"soon"}}],"rest":1},)"
                                          R"({"_id":"c"},{"_id":"d"},{"_id":"e"}])");
        QCOMPARE(reading.documents(), documents({"a", "c", "d", "e"}));
        QByteArrayList refused;
        for (const ReadItem &fault : reading.faults())
            refused.append(fault.bytes);
        QCOMPARE(refused, (QByteArrayList{R"({"_id":"b","list":[)", R"({"_id":1,"when":{"$date":"soon"}})", R"("rest":1},)"}));
        QCOMPARE(reading.incompleteReason, QString());
    }

    void listsSeparatorsThatShouldNotBeThere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<QString>("says");
        const QString comma = QStringLiteral(": nothing stands before this comma");
        const QString end = QStringLiteral(": the array ends here, but documents follow");
        QTest::newRow("two commas") << QByteArray(R"([{"_id":"a"},,{"_id":"b"},{"_id":"c"}])") << qint64(13)
                                    << QStringLiteral("line 1, column 14") + comma;
        QTest::newRow("comma of a line") << QByteArray("[{\"_id\":\"a\"},\n ,\n{\"_id\":\"b\"},{\"_id\":\"c\"}]") << qint64(15)
                                         << QStringLiteral("line 2, column 2") + comma;
        QTest::newRow("comma in front") << QByteArray(R"([,{"_id":"a"},{"_id":"b"},{"_id":"c"}])") << qint64(1)
                                        << QStringLiteral("line 1, column 2") + comma;
        QTest::newRow("end before a comma") << QByteArray(R"([{"_id":"a"}],{"_id":"b"},{"_id":"c"}])") << qint64(12)
                                            << QStringLiteral("line 1, column 13") + end;
        QTest::newRow("end before a document") << QByteArray("[{\"_id\":\"a\"},\n{\"_id\":\"b\"}\n]\n{\"_id\":\"c\"}") << qint64(26)
                                               << QStringLiteral("line 3, column 1") + end;
        QTest::newRow("end before a member") << QByteArray(R"([{"_id":"a"}]{"_id":"b"},{"_id":"c"}])") << qint64(12)
                                             << QStringLiteral("line 1, column 13") + end;
    }
    void listsSeparatorsThatShouldNotBeThere()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, offset);
        QFETCH(QString, says);
        for (const qsizetype chunk : {1, 7, 1000}) {
            const Reading reading = readBytes(text, chunk);
            QCOMPARE(reading.documents(), documents({"a", "b", "c"}));
            QCOMPARE(reading.faults().size(), 1);
            QCOMPARE(reading.faults()[0].offset, offset);
            QCOMPARE(reading.faults()[0].bytes, text.sliced(offset, 1));
            QCOMPARE(reading.faults()[0].fault, says);
            QCOMPARE(reading.incompleteReason, QString());
        }
    }

    void noticesAnArrayThatIsNotClosed()
    {
        const Reading reading = readBytes("[{\"_id\":\"a\"},\n{\"_id\":\"b\"}\n");
        QCOMPARE(reading.documents(), documents({"a", "b"}));
        QVERIFY(reading.faults().isEmpty());
        QVERIFY(!reading.incompleteReason.isEmpty());
    }

    void refusesLoneSurrogatesInsteadOfReplacingThem()
    {
        const char16_t units[] = u"\xfeff{\"_id\":\"\xd800\"}\n{\"_id\":\"b\"}";
        const Reading reading = readBytes({reinterpret_cast<const char *>(units), sizeof units - 2});
        QCOMPARE(reading.documents(), documents({"b"}));
        QCOMPARE(reading.faults().size(), 1);
    }

    void readsUtf16OfBothOrders()
    {
        const QString text = QStringLiteral("\ufeff{\"_id\":\"\u00e4\U0001f600\"}");
        QByteArray little(reinterpret_cast<const char *>(text.utf16()), text.size() * 2), big = little;
        for (qsizetype i = 0; i < big.size(); i += 2)
            std::swap(big[i], big[i + 1]);
        for (const qsizetype chunk : {1, 3, 1000}) {
            QCOMPARE(readBytes(little, chunk).documents(), documents({"\xc3\xa4\xf0\x9f\x98\x80"}));
            QCOMPARE(readBytes(big, chunk).documents(), documents({"\xc3\xa4\xf0\x9f\x98\x80"}));
        }
    }

    void passesHugeDocumentsOver()
    {
        constexpr qint64 kSize = 300 * 1024 * 1024;
        auto stream =
            std::make_unique<RepeatingStream>("{\"_id\":\"a\"}\n{\"_id\":\"", QByteArray(256 * 1024, 'x'), kSize, "\"}\n{\"_id\":\"c\"}\n");
        const auto source =
            makeJsonSource(std::make_unique<StreamBuffer>(std::move(stream)), QStringLiteral("huge"), {}, Collection::Unknown);
        const Reading reading = readAll(*source);
        QCOMPARE(reading.documents(), documents({"a", "c"}));
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].faultSize, kSize + 10);
        QCOMPARE(reading.faults()[0].bytes.size(), 16 * 1024 * 1024);
    }

    void survivesAnyDepth()
    {
        for (const int depth : {100, 199, 201, 10000, 1000000}) {
            const QByteArray text = "{\"_id\":\"a\",\"x\":" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}\n{\"_id\":\"b\"}\n";
            const Reading reading = readBytes(text);
            QCOMPARE(reading.items.size(), 2);
            QCOMPARE(reading.documents().last(), document("b"));
            QCOMPARE(reading.faults().isEmpty(), depth < 200);
        }
    }
};

QTEST_APPLESS_MAIN(JsonSourceTest)
#include "tst_jsonsource.moc"
