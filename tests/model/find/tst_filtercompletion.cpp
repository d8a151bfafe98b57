#include "model/find/filtercompletion.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_filtercompletion : public QObject
{
    Q_OBJECT

private slots:
    void offersWhatCanFollow_data();
    void offersWhatCanFollow();
    void offersNoMoreThanTheLimit();
    void offersNamesByTheAlphabet();

private:
    FilterCompletion completed(const QByteArray &text, int limit)
    {
        Progress progress;
        const auto survey = surveyFields(*m_small.workspace(), {}, progress);
        const qsizetype cursor = text.indexOf('|');
        auto completion = completeFilter(*m_small.workspace(), &*survey, QByteArray(text).remove(cursor, 1), cursor, limit, progress);
        if (!completion)
            qFatal("%s", qPrintable(completion.error().message));
        return *std::move(completion);
    }

    tests::SmallWorkspace m_small{
        R"({"_id":"u1","username":"alice","name":"Alice A","emails":[]})"
        "\n"
        R"({"_id":"u2","username":"bob b","name":"Bob","emails":[]})"
        "\n"
        R"({"_id":"d","id":"app-1","info":{"id":"app-1","name":"Poll","nameSlug":"poll","version":"1.0.0"},"status":"manually_enabled"})"
        "\n" +
        tests::record("1", "app-1", "room GENERAL,user u1,misc feedback", R"({"rating":5,"items":[{"name":"x"}]})") +
        tests::record("2", "app-2", "user u10,video-conference v1", R"({"rating":"five"})")};
};

void tst_filtercompletion::offersWhatCanFollow_data()
{
    QTest::addColumn<QByteArray>("text"); // the cursor is the bar
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(expected); };
    row("us|", "0+2 user:");
    row("crash r|", "6+1 recordid: room: data.rating");
    row("(r|)", "1+1 recordid: room: data.rating");
    row("data.i|", "0+6 data.items data.items[] data.items[].name");
    row("ITEMS[].|", "0+8 data.items[].name");
    row("app:|", "4+0 Poll app-2");
    row("app:po|", "4+2 Poll");
    row("app:\"po|", "4+3 Poll");
    row("app:app|", "4+3 Poll app-2");
    row("model:v|", "6+1 video-conference");
    row("user:a|", "5+1 @alice");
    row("user:@B|", "5+2 \"@bob b\"");
    row("user:u|", "5+1 u1 u10");
    row("user:!=u|", "7+1 u1 u10");
    row("id:G|", "3+1 GENERAL");
    row("type:int|", "5+3 int32 int64");
    row("type(data.rating)=te|", "18+2 text");
    row("type(rat|", "5+3 data.rating");
    row("has:rat|", "4+3 data.rating");
    row("user:@alice mo|del", "12+2 model:");
    row("data.rating=|", "12+0");
    row("nothing like zz|", "13+2");
}

void tst_filtercompletion::offersWhatCanFollow()
{
    QFETCH(const QByteArray, text);
    const FilterCompletion completion = completed(text, 20);
    QString picture = u"%1+%2"_s.arg(completion.start).arg(completion.size);
    for (const FilterCompletion::Item &item : completion.items)
        picture += u' ' + QString::fromUtf8(item.text);
    QTEST(picture, "expected");
}

void tst_filtercompletion::offersNoMoreThanTheLimit()
{
    QCOMPARE(completed("|", 3).items.size(), qsizetype(3));
    QCOMPARE(completed("data.|", 20).items.last().text, QByteArray("data.items[].name"));
    QVERIFY(completed("data.r|", 20).items.first().description.contains(u"2 of 2"_s));
}

void tst_filtercompletion::offersNamesByTheAlphabet()
{
    QByteArray rooms;
    for (const auto *room : {R"("_id":"1","name":"general-9")", R"("_id":"2","name":"general-18")", R"("_id":"3","name":"general")"})
        rooms += QByteArray("{\"t\":\"c\",\"msgs\":3,\"usersCount\":2,") + room + "}\n";
    const tests::SmallWorkspace small(rooms + tests::record("1", "app-1", "room 1"));
    Progress progress;
    const auto completion = completeFilter(*small.workspace(), nullptr, "room:gen", 8, 2, progress);
    QVERIFY(completion && completion->items.size() == 2);
    QCOMPARE(completion->items[0].text, QByteArray("#general"));
    QCOMPARE(completion->items[1].text, QByteArray("#general-18"));
}

QTEST_GUILESS_MAIN(tst_filtercompletion)
#include "tst_filtercompletion.moc"
