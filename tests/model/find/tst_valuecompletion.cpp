#include "model/find/valuecompletion.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using tests::record;

/// Values that occur at a field, as offers to somebody who types a filter.
class tst_valuecompletion : public QObject
{
    Q_OBJECT

private slots:
    void offersValuesInTheLine_data();
    void offersValuesInTheLine();
    void offersValuesInABox_data();
    void offersValuesInABox();
    void saysHowManyRecordsHaveAValueAndOfWhichType();
    void findsIdsByTheirNames();
    void saysWhyNotAllAreOffered();
    void everyOfferIsAFilterForItsRecords();

private:
    [[nodiscard]] ValueCounts counted(const QByteArray &path) const
    {
        Progress progress;
        const auto counts = countValues(*m_small.workspace(), {}, nullptr, *FieldPath::parse(path), progress);
        if (!counts)
            qFatal("%s", qPrintable(counts.error().message));
        return *counts;
    }

    static QByteArray lines();

    /// "12+2 a|b", or "none" where nothing is asked for.
    [[nodiscard]] QString picture(const std::optional<ValueQuestion> &question) const
    {
        if (!question)
            return u"none"_s;
        const auto completion = completeValue(*question, counted(question->path.toText()), 20);
        QStringList texts;
        for (const FilterCompletion::Item &item : completion.items)
            texts << QString::fromUtf8(item.text);
        return u"%1+%2 %3"_s.arg(QString::number(completion.start), QString::number(completion.size), texts.join(u'|'));
    }

    tests::SmallWorkspace m_small{lines()};
};

// Out here, because moc loses its way in such strings.
QByteArray tst_valuecompletion::lines()
{
    return record("1", "a", "room R", R"({"n":4,"s":"crash","mixed":5,"tags":["x","y"]})") +
           record("2", "a", "room R", R"({"n":4,"s":"crash","mixed":"5","tags":["x"],"when":{"$date":"2026-01-02T03:04:05Z"}})") +
           record("3", "a", "room R", R"({"n":40,"s":"slow after a crash","mixed":{"in":1},"ok":true})") +
           record("4", "a", "room R", R"({"n":-1.5,"s":"100%","mixed":null,"long":")" + QByteArray(300, 'x') + "\"}") +
           record("5", "a", "room R", R"({"n":null,"s":" padded","odd":"/a/"})");
}

void tst_valuecompletion::offersValuesInTheLine_data()
{
    QTest::addColumn<QByteArray>("text"); // the cursor is the bar
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(expected); };
    row("data.n=|", "7+0 4|-1.5|null|40");
    row("data.n<=4|", "8+1 4|40");
    row("data.n:|", "7+0 4|-1.5|null|40");
    row("x data.s=cr|", "9+2 \"crash\"");
    row("data.s=\"CR|", "7+3 \"crash\"");
    row("data.s~cra|", "7+3 crash|\"slow after a crash\"");
    row("data.ok=|", "8+0 true");
    row("data.when>2026|", "10+4 2026-01-02T03:04:05.000Z");
    row("data.tags[]=|", "12+0 \"x\"|\"y\"");
    row("data.mixed=|", "11+0 \"5\"|null|5");
    row("data.long=|", "10+0 ");
    row("data.odd~|", "9+0 \"/a/\"");
    row("data.s~/cr|", "none");
    row("user:|", "none");
    row("app:|", "none");
    row("n:|", "none"); // an association model
    row("has:|", "none");
    row("type(data.n)=|", "none");
    row("data.n|", "none");
}

void tst_valuecompletion::offersValuesInTheLine()
{
    QFETCH(const QByteArray, text);
    const qsizetype cursor = text.indexOf('|');
    QTEST(picture(valueQuestionAt(QByteArray(text).remove(cursor, 1), cursor)), "expected");
}

void tst_valuecompletion::offersValuesInABox_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *path, const char *text, const char *expected) {
        QTest::addRow("%s in the box over %s", text, path) << QByteArray(path) << QByteArray(text) << QString::fromUtf8(expected);
    };
    row("data.n", "", "0+0 =4|=-1.5|=null|=40");
    row("data.n", "4", "0+1 =4|=40");
    row("data.n", "<=4", "2+1 4|40");
    row("data.n", "1~4", "2+1 4|40");
    row("data.s", "cra", "0+3 =crash|=slow after a crash");
    row("data.s", "slow after", "0+10 =slow after a crash");
    row("data.s", "=cra", "1+3 crash");
    row("data.s", "10", "0+2 =100%");
    row("data.s", " pad", "0+4 "); // A box takes no spaces around a value.
    row("data.mixed", "", "0+0 =5|=null");
    row("data.s", "/cra", "none");
    row("data.s", "a%b", "none");
}

void tst_valuecompletion::offersValuesInABox()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, text);
    QTEST(picture(valueQuestionInBox(*FieldPath::parse(path), text, text.size())), "expected");
}

void tst_valuecompletion::saysHowManyRecordsHaveAValueAndOfWhichType()
{
    const ValueCounts counts = counted("data.mixed");
    const auto inLine = completeValue(*valueQuestionAt("data.mixed=", 11), counts, 20);
    QCOMPARE(inLine.items.first().description, u"Text, in 1 of 5 records"_s);
    const auto inBox = completeValue(*valueQuestionInBox(*FieldPath::parse("data.mixed"), "=", 1), counts, 20);
    QCOMPARE(inBox.items.first().description, u"Text/Int32, in 2 of 5 records"_s);
    QVERIFY(inBox.note.isEmpty());
}

void tst_valuecompletion::findsIdsByTheirNames()
{
    const auto nameOf = [](QByteArrayView id) { return id == "crash" ? QByteArray("@alice") : QByteArray(); };
    const auto offered = [&](const QByteArray &typed) {
        const QByteArray text = "data.s=" + typed;
        const auto completion = completeValue(*valueQuestionAt(text, text.size()), counted("data.s"), 20, nameOf);
        QStringList lines;
        for (const FilterCompletion::Item &item : completion.items)
            lines << QString::fromUtf8(item.text) + u": "_s + item.description;
        return lines.join(u'|');
    };
    const QString found = u"\"crash\": @alice, Text, in 2 of 5 records"_s;
    QCOMPARE(offered("@ali"), found);
    QCOMPARE(offered("ALI"), found);
    QCOMPARE(offered("cra"), found);
    QCOMPARE(offered("lice"), QString());
    QVERIFY(offered("").startsWith(found));
}

void tst_valuecompletion::saysWhyNotAllAreOffered()
{
    const auto question = *valueQuestionAt("data.n=", 7);
    ValueCounts counts = counted("data.n");
    QCOMPARE(completeValue(question, counts, 3).note, u"1 more values fit; type on to narrow them down"_s);
    counts.distinct = 12;
    QCOMPARE(completeValue(question, counts, 20).note, u"Only the 4 most frequent of 12 different values are offered"_s);
    counts.isCapped = true;
    QVERIFY(completeValue(question, counts, 20).note.startsWith(u"More than "));
}

void tst_valuecompletion::everyOfferIsAFilterForItsRecords()
{
    Progress progress;
    for (const QByteArray path : {"data.n", "data.s", "data.when", "data.ok", "data.odd"}) {
        const ValueCounts counts = counted(path);
        const auto question = *valueQuestionAt(path + '=', path.size() + 1);
        for (const FilterCompletion::Item &item : completeValue(question, counts, 20).items) {
            const auto filter = Filter::parse(path + '=' + item.text);
            QVERIFY2(filter, item.text.constData());
            const auto matcher = *FilterMatcher::compile(*m_small.workspace(), *filter, progress);
            const auto found = *countValues(*m_small.workspace(), {}, matcher, question.path, progress);
            QVERIFY2(item.description.contains(u"in %1 of 5"_s.arg(found.records)), item.text.constData());
        }
    }
}

QTEST_GUILESS_MAIN(tst_valuecompletion)
#include "tst_valuecompletion.moc"
