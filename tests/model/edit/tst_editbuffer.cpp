#include "model/edit/editbuffer.h"
#include "tests/model/edit/editing.h"

#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;

namespace {

const QByteArray kRecord = R"({"_id": "r", "appId": "a", "data": {"rating": 4, "text": "good"}})";

Result<void> setRating(EditBuffer &buffer, const QByteArray &json, const QByteArray &mergeKey = {})
{
    return buffer.change(QStringLiteral("Set rating"), setField(buffer.edited(), pathOf("data.rating"), valueOf(json)), mergeKey);
}

QByteArray valueText(const EditBuffer &buffer)
{
    QByteArray text;
    bson::writeExtendedJson(*buffer.value(), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

} // namespace

class tst_editbuffer : public QObject
{
    Q_OBJECT

private slots:
    void isUnchangedUntilSomethingIsEdited();
    void takesBackAndRepeatsEachStep();
    void mergesStepsOfOneKeyUntilAnUndo();
    void refusesStepsThatFailAndKeepsEverything();
    void keepsBrokenTextAsTypedAndTheValueAsItWas();
    void refusesOtherEditsWhileTheTextIsBroken();
    void knowsThatOnlyTheLayoutDiffers();
    void refusesTextThatNoRecordCanHave();
    void discardsAndBringsBackWhatWasDiscarded();
    void goesOnFromWhatWasSaved();
    void keepsWhatWasTypedWhileItWasSaved();
    void comesBackFromItsDraft_data();
    void comesBackFromItsDraft();
    void forgetsTheOldestStepsBeyondTheLimit();
};

void tst_editbuffer::isUnchangedUntilSomethingIsEdited()
{
    EditBuffer buffer(recordOf(kRecord));
    const QSignalSpy bodies(&buffer, &EditBuffer::bodyChanged);
    QVERIFY(!buffer.isChanged());
    QVERIFY(!buffer.canUndo());
    QVERIFY(setRating(buffer, "4"));
    QVERIFY(!buffer.isChanged());
    QCOMPARE(bodies.count(), 0);
    QVERIFY(setRating(buffer, "5"));
    QVERIFY(buffer.isChanged());
    QCOMPARE(bodies.count(), 1);
    QVERIFY(EditBuffer(Record()).isNew());
}

void tst_editbuffer::takesBackAndRepeatsEachStep()
{
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(setRating(buffer, "5"));
    QVERIFY(setRating(buffer, "6"));
    QCOMPARE(buffer.undoTitle(), QStringLiteral("Set rating"));
    buffer.undo();
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":5,"text":"good"})"));
    buffer.undo();
    QVERIFY(!buffer.isChanged());
    QVERIFY(!buffer.canUndo());
    buffer.redo();
    buffer.redo();
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":6,"text":"good"})"));
    QVERIFY(!buffer.canRedo());
    buffer.undo();
    QVERIFY(setRating(buffer, "7"));
    QVERIFY(!buffer.canRedo());
}

void tst_editbuffer::mergesStepsOfOneKeyUntilAnUndo()
{
    EditBuffer buffer(recordOf(kRecord));
    for (const char *typed : {"5", "55", "555"})
        QVERIFY(setRating(buffer, typed, "rating"));
    buffer.undo();
    QVERIFY(!buffer.isChanged());
    buffer.redo();
    QVERIFY(setRating(buffer, "5555", "rating"));
    buffer.undo();
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":555,"text":"good"})"));
}

void tst_editbuffer::refusesStepsThatFailAndKeepsEverything()
{
    EditBuffer buffer(recordOf(kRecord));
    const auto refused = buffer.change(QStringLiteral("x"), unsetField(buffer.edited(), pathOf("data.missing")));
    QVERIFY(!refused);
    QVERIFY(!refused.error().message.isEmpty());
    QVERIFY(!buffer.isChanged());
    QVERIFY(!buffer.canUndo());
}

void tst_editbuffer::keepsBrokenTextAsTypedAndTheValueAsItWas()
{
    EditBuffer buffer(recordOf(kRecord));
    buffer.setBrokenText("{\"rating\": ", {11, 1, 12, QStringLiteral("a value is missing")});
    QVERIFY(buffer.isChanged());
    QCOMPARE(buffer.text(), QByteArray("{\"rating\": "));
    QCOMPARE(buffer.textError()->column, 12);
    QCOMPARE(buffer.body(), documentOf(kRecord));
    QVERIFY(buffer.canUndo());
    buffer.undo();
    QVERIFY(!buffer.isChanged());
    QVERIFY(!buffer.hasText());
}

void tst_editbuffer::refusesOtherEditsWhileTheTextIsBroken()
{
    EditBuffer buffer(recordOf(kRecord));
    buffer.setBrokenText("{", {1, 1, 2, QStringLiteral("a name is missing")});
    QVERIFY(!setRating(buffer, "5"));
    QCOMPARE(buffer.text(), QByteArray("{"));
    QVERIFY(buffer.setText("{\"rating\": 5}", valueOf("{\"rating\": 5}")));
    QVERIFY(!buffer.textError());
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":5})"));
}

void tst_editbuffer::knowsThatOnlyTheLayoutDiffers()
{
    EditBuffer buffer(recordOf(kRecord));
    const QByteArray text = "{  \"rating\": 4,\n\n \"text\": \"good\"}";
    QVERIFY(buffer.setText(text, valueOf(text)));
    QVERIFY(buffer.isLayoutOnly());
    QCOMPARE(buffer.text(), text);
    buffer.discard();
    QVERIFY(!buffer.hasText());
    QVERIFY(!buffer.isLayoutOnly());
}

void tst_editbuffer::refusesTextThatNoRecordCanHave()
{
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(!buffer.setText("5", valueOf("5")));
    QVERIFY(!buffer.hasText());
    QVERIFY(!buffer.isChanged());
}

void tst_editbuffer::discardsAndBringsBackWhatWasDiscarded()
{
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(setRating(buffer, "5"));
    buffer.setDeletion(true);
    buffer.discard();
    QVERIFY(!buffer.isChanged());
    buffer.undo();
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":5,"text":"good"})"));
}

void tst_editbuffer::goesOnFromWhatWasSaved()
{
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(setRating(buffer, "5"));
    buffer.setStored(buffer.edited());
    QVERIFY(!buffer.isChanged());
    QVERIFY(!buffer.canUndo());

    const QSignalSpy bodies(&buffer, &EditBuffer::bodyChanged);
    Record elsewhere = buffer.stored();
    elsewhere.body = documentOf(R"({"_id": "r", "appId": "a", "data": {}})");
    buffer.setStored(elsewhere);
    QVERIFY(!buffer.isChanged());
    QCOMPARE(bodies.count(), 1);
}

void tst_editbuffer::keepsWhatWasTypedWhileItWasSaved()
{
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(setRating(buffer, "5"));
    const Record saved = buffer.edited();
    QVERIFY(setRating(buffer, "6"));
    buffer.setStored(saved);
    QVERIFY(buffer.isChanged());
    QCOMPARE(valueText(buffer), QByteArray(R"({"rating":6,"text":"good"})"));
}

void tst_editbuffer::comesBackFromItsDraft_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isBroken");
    QTest::addColumn<bool>("isDeletion");
    QTest::newRow("edited in the tree") << QByteArray() << false << false;
    QTest::newRow("typed, with errors") << QByteArray("{\"rating\": 5,") << true << false;
    QTest::newRow("typed, nothing left") << QByteArray("") << true << false;
    QTest::newRow("to be deleted") << QByteArray() << false << true;
}

void tst_editbuffer::comesBackFromItsDraft()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isBroken);
    QFETCH(const bool, isDeletion);
    EditBuffer buffer(recordOf(kRecord));
    QVERIFY(setRating(buffer, "5"));
    bson::ExtendedJsonReader reader;
    bson::Builder builder;
    if (isBroken && !reader.readValue(text, "v", builder))
        buffer.setBrokenText(text, reader.error());
    buffer.setDeletion(isDeletion);

    Record changedBehind = recordOf(kRecord);
    changedBehind.body = documentOf(R"({"_id": "r", "appId": "a", "data": {"rating": 1}})");
    EditBuffer restored(changedBehind);
    restored.restore(buffer.toDraft());
    QCOMPARE(restored.body(), buffer.body());
    QCOMPARE(restored.stored().body, buffer.stored().body);
    QCOMPARE(restored.text(), buffer.text());
    QCOMPARE(restored.textError(), buffer.textError());
    QCOMPARE(restored.isDeletion(), isDeletion);
}

void tst_editbuffer::forgetsTheOldestStepsBeyondTheLimit()
{
    EditBuffer buffer(recordOf(kRecord));
    const qsizetype size = EditBuffer::kMaxUndoBytes / 4;
    for (int step = 0; step < 8; ++step) {
        const FieldValue text = FieldValue::fromText(QByteArray(size, char('a' + step)));
        QVERIFY(buffer.change(QStringLiteral("Set text"), setField(buffer.edited(), pathOf("data.text"), text)));
    }
    int steps = 0;
    for (; buffer.canUndo(); ++steps)
        buffer.undo();
    QVERIFY2(steps >= 1 && steps < 8, qPrintable(QString::number(steps)));
    QVERIFY(buffer.isChanged());
}

QTEST_GUILESS_MAIN(tst_editbuffer)
#include "tst_editbuffer.moc"
