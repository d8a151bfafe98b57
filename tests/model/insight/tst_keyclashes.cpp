#include "model/insight/keyclashes.h"
#include "model/edit/verbs.h"
#include "tests/model/insight/keydocuments.h"
#include "tests/support/smallworkspace.h"

#include <QRandomGenerator>
#include <QTest>

using namespace persistence;
using persistence::tests::keyText;
using persistence::tests::raw;
using persistence::tests::SmallWorkspace;

namespace {

QByteArray randomRecords()
{
    const QList<QByteArray> kinds = {R"({"model":"room","id":"a"})", R"({"model":"room","id":"b"})", R"({"model":"misc","id":"a"})",
                                     R"({"id":"a","model":"room"})", R"({"model":"misc","id":5})"};
    QRandomGenerator random(7);
    QByteArray lines;
    for (int i = 0; i < 150; ++i) {
        QList<QByteArray> key;
        for (quint32 n = random.bounded(4); n > 0; --n)
            key << kinds[random.bounded(kinds.size())];
        lines += raw("r" + QByteArray::number(i), random.bounded(3) == 0 ? "other" : "app", key);
    }
    return lines;
}

} // namespace

/// Which changed records would share their key with another one.
class tst_keyclashes : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatANaiveComparisonFinds_data();
    void findsWhatANaiveComparisonFinds();
    void leavesRecordsOutThatKeepTheirKey();
    void stopsWhenItIsCancelled();
};

void tst_keyclashes::findsWhatANaiveComparisonFinds_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb : {"replaced", "removed", "one key", "no key", "moved", "moved to nobody"})
        QTest::newRow(verb) << QString::fromUtf8(verb);
}

/// The oracle makes every new document and compares all keys with all others.
void tst_keyclashes::findsWhatANaiveComparisonFinds()
{
    QFETCH(const QString, verb);
    const auto edited = [&](const Record &record) {
        if (verb == u"replaced" || verb == u"removed")
            return *replaceAssociation(record, {"room", "a"}, verb == u"removed" ? std::nullopt : std::optional(Association{"room", "b"}));
        if (verb == u"one key" || verb == u"no key")
            return *setKey(record, verb == u"no key" ? std::vector<KeyItem>() : std::vector<KeyItem>{{"room", "a"}});
        return *setAppId(record, verb == u"moved" ? "other" : "nobody");
    };
    const SmallWorkspace files(randomRecords());
    auto reader = *files.workspace()->reader();
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    const auto all = *reader->records(Group(), progress);
    KeyClashes clashes(*lookup);
    QHash<QByteArray, int> counts;
    std::vector<std::pair<RecordRow, QByteArray>> changed;
    for (size_t i = 0; i < all.size(); ++i) {
        const Record stored = *reader->record(all[i]);
        const QByteArray after = i < 90 ? edited(stored) : stored.body;
        ++counts[keyText(after)];
        if (i < 90)
            QVERIFY(clashes.add(all[i], bson::DocumentView(stored.body), bson::DocumentView(after)));
        if (keyText(after) != keyText(stored.body))
            changed.emplace_back(all[i], keyText(after));
    }
    QVERIFY(clashes.look(progress));
    QVERIFY(changed.size() > 10);
    qint64 expected = 0;
    for (const auto &[row, key] : changed) {
        QCOMPARE(clashes.isClash(row), counts[key] > 1);
        expected += counts[key] > 1 ? 1 : 0;
    }
    QCOMPARE(clashes.count(), expected);
}

void tst_keyclashes::leavesRecordsOutThatKeepTheirKey()
{
    const SmallWorkspace files(raw("1", "app", {R"({"model":"room","id":"a"})"}) + raw("2", "app", {R"({"model":"room","id":"a"})"}));
    auto reader = *files.workspace()->reader();
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    const RecordRow row = reader->records(Group(), progress)->front();
    const Record stored = *reader->record(row);
    const QByteArray after = *setField(stored, *bson::Path::parse("data.x"), *FieldValue::fromJson("1"));
    KeyClashes clashes(*lookup);
    QVERIFY(clashes.add(row, bson::DocumentView(stored.body), bson::DocumentView(after)));
    QVERIFY(clashes.look(progress));
    QVERIFY(!clashes.isClash(row));
    QCOMPARE(clashes.count(), 0);
}

void tst_keyclashes::stopsWhenItIsCancelled()
{
    const SmallWorkspace files(raw("1", "app", {}));
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    progress.cancel();
    QCOMPARE(KeyClashes(*lookup).look(progress).error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(tst_keyclashes)
#include "tst_keyclashes.moc"
