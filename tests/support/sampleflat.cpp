#include "tests/support/sampleflat.h"

namespace persistence::test {

namespace {

constexpr int kApps = 20;

/// App number \a i has a share of 1/(i+1): the largest has 28 % of all records.
qint64 zipfApp(Random &random)
{
    static const QList<qint64> kSums = [] {
        QList<qint64> sums;
        for (qint64 i = 1; i <= kApps; ++i)
            sums.append((sums.isEmpty() ? 0 : sums.last()) + 1'000'000 / i);
        return sums;
    }();
    const qint64 drawn = random.below(kSums.last());
    qint64 app = 0;
    while (drawn >= kSums[app])
        ++app;
    return app;
}

QByteArray number(const char *prefix, qint64 value)
{
    return prefix + QByteArray::number(value);
}

/// Few constants, some owners with many records, and about half of all ids used once: 0.85 distinct ids for each record.
KeyPart flatPart(Random &random, qint64 count)
{
    switch (random.below(20)) {
    case 0:
        return {"misc", number("namespace-", random.skewedBelow(40))};
    case 1:
    case 2:
    case 3:
        return {"misc", number("entry-", random.below(count / 20 + 1))};
    case 4:
    case 5:
    case 6:
    case 7:
        return {"user", number("user-", random.skewedBelow(count / 700 + 1))};
    case 8:
    case 9:
    case 10:
        return {"room", number("room-", random.skewedBelow(count / 1500 + 1))};
    case 11:
    case 12:
    case 13:
    case 14:
        return {"message", number("message-", random.below(count / 2 + 1))};
    case 15:
        return {"file", number("upload-", random.below(count / 20 + 1))};
    case 16:
        return {"livechat-message", number("message-", random.below(count / 2 + 1))};
    case 17:
        return {"discussion", number("room-", random.skewedBelow(count / 1500 + 1))};
    case 18:
        return {"video-conference", number("call-", random.below(count / 20 + 1))};
    default:
        return {"user", number("user-", random.skewedBelow(count / 700 + 1)) + "#preference"};
    }
}

} // namespace

void writeFlatRecord(SampleScribe &s)
{
    s.text("_id", SampleWorld::hexId(s.time, s.random));
    QByteArray app = QByteArray::number(zipfApp(s.random));
    s.text("appId", QByteArray("00000000-0000-4000-8000-000000000000").chopped(app.size()) + app);
    const qint64 drawn = s.random.below(100);
    const qint64 parts = drawn < 5 ? 0 : drawn < 40 ? 1 : drawn < 82 ? 2 : 3;
    if (parts > 0) {
        s.out.openArray("associations");
        for (qint64 i = 0; i < parts; ++i) {
            const KeyPart part = flatPart(s.random, s.count);
            s.openItem(i);
            s.text("model", part.model);
            s.text("id", part.id);
            s.close();
        }
        s.close();
    }
    s.openData();
    s.whole("rating", qint32(1 + s.random.below(5)));
    s.text("comment", sampleText(s.random, 1));
    s.number("amount", double(s.random.below(1'000'000)) / 100);
    s.date("createdAt", s.time);
    s.out.openDocument("owner");
    s.text("username", number("person.", s.random.below(5000)));
    s.close();
    s.texts("tags", {"alpha", "beta"});
    s.close();
    s.date("_updatedAt", s.time);
}

} // namespace persistence::test
