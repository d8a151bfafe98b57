#include "model/find/filterbox.h"

#include <QTest>

using namespace persistence;

namespace {

FilterBoxSubject field(const QByteArray &path)
{
    return {FilterSubject::Field, FieldPath::parse(path).value()};
}

Filter filterOf(const QByteArray &text)
{
    return Filter::parse(text).value();
}

} // namespace

class tst_filterbox : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsTyped_data();
    void readsWhatIsTyped();
    void writesWhatTheFilterDemands_data();
    void writesWhatTheFilterDemands();
    void comparesSizesAndDates();
    void saysWhyATextIsNoCondition();
    void takesThePlaceOfTheConditionBefore();
    void saysNothingWhereOneBoxIsNotEnough();
};

void tst_filterbox::readsWhatIsTyped_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("filter");
    QTest::newRow("contains") << QByteArray("crash") << QByteArray("data.v~crash");
    QTest::newRow("contains with spaces") << QByteArray(" out of memory ") << QByteArray("data.v~\"out of memory\"");
    QTest::newRow("equal") << QByteArray("=5") << QByteArray("data.v=5");
    QTest::newRow("not equal") << QByteArray("<>5") << QByteArray("data.v!=5");
    QTest::newRow("less") << QByteArray("< 5") << QByteArray("data.v<5");
    QTest::newRow("at most") << QByteArray("<=5") << QByteArray("data.v<=5");
    QTest::newRow("more") << QByteArray(">5") << QByteArray("data.v>5");
    QTest::newRow("range") << QByteArray("1~5") << QByteArray("data.v=1..5");
    QTest::newRow("regular expression") << QByteArray("/^a.c$/") << QByteArray("data.v~/^a.c$/");
    QTest::newRow("in either case") << QByteArray("/^a/i") << QByteArray("data.v~/^a/i");
    QTest::newRow("anything between") << QByteArray("a%c") << QByteArray("data.v~/^a.*c$/i");
    QTest::newRow("other signs are text") << QByteArray("(a)%") << QByteArray("data.v~/^\\(a\\).*$/i");
}

void tst_filterbox::readsWhatIsTyped()
{
    QFETCH(const QByteArray, typed);
    QFETCH(const QByteArray, filter);
    const auto term = termOfBox(field("data.v"), typed);
    QVERIFY(term);
    QCOMPARE(Filter(*term).toText(), filterOf(filter).toText());
}

void tst_filterbox::writesWhatTheFilterDemands_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("contains") << QByteArray("data.v~crash other") << QByteArray("crash");
    QTest::newRow("at least") << QByteArray("data.v>=5 data.w=1") << QByteArray(">=5");
    QTest::newRow("range") << QByteArray("data.v=1..5") << QByteArray("1~5");
    QTest::newRow("other field") << QByteArray("data.w=1") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("either") << QByteArray("data.v=1 or data.v=2") << QByteArray();
}

void tst_filterbox::writesWhatTheFilterDemands()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, shown);
    QCOMPARE(textOfBox(field("data.v"), filterOf(filter)), shown);
}

void tst_filterbox::comparesSizesAndDates()
{
    const auto size = termOfBox({FilterSubject::Size, {}}, ">10kb");
    QVERIFY(size);
    QCOMPARE(Filter(*size).toText(), filterOf("size:>10kb").toText());
    const auto updated = termOfBox({FilterSubject::Updated, {}}, "2026-01~2026-03");
    QVERIFY(updated);
    QCOMPARE(Filter(*updated).toText(), filterOf("updated:2026-01..2026-03").toText());
}

void tst_filterbox::saysWhyATextIsNoCondition()
{
    FilterError error;
    QVERIFY(!termOfBox({FilterSubject::Size, {}}, ">much", &error));
    QVERIFY(!error.reason.isEmpty());
    QVERIFY(!termOfBox(field("data.v"), "/(/", &error));
    QVERIFY(!termOfBox(field("data.v"), "   "));
}

void tst_filterbox::takesThePlaceOfTheConditionBefore()
{
    const FilterBoxSubject subject = field("data.v");
    const Filter filter = filterOf("data.v=1 crash data.w=2");
    QCOMPARE(withBox(filter, subject, termOfBox(subject, ">3")).toText(), filterOf("crash data.w=2 data.v>3").toText());
    QCOMPARE(withBox(filter, subject, std::nullopt).toText(), filterOf("crash data.w=2").toText());
    QCOMPARE(withBox(Filter(), subject, termOfBox(subject, "x")).toText(), filterOf("data.v~x").toText());
    QVERIFY(withBox(filterOf("data.v=1"), subject, std::nullopt).isEmpty());
}

void tst_filterbox::saysNothingWhereOneBoxIsNotEnough()
{
    QCOMPARE(textOfBox(field("data.v"), filterOf("data.v>1 data.v<5")), QByteArray());
}

QTEST_GUILESS_MAIN(tst_filterbox)
#include "tst_filterbox.moc"
