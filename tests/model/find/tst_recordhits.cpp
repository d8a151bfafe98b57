#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/find/recordhits.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_recordhits : public QObject
{
    Q_OBJECT

private slots:
    void tellsTheFieldsInTheOrderOfTheDocument_data();
    void tellsTheFieldsInTheOrderOfTheDocument();
    void marksWhatWasFoundWhereItIsShown();
    void marksAssociationsByTheirNumber();
    void findsNothingOnceItIsCancelled();

private:
    RecordHits hits(const QByteArray &text)
    {
        Progress progress;
        const auto filter = Filter::parse(text);
        const auto matcher = FilterMatcher::compile(*m_small.workspace(), *filter, progress);
        return RecordHits(*matcher, m_document, Collection::Persistence, progress);
    }
    static QByteArray documentOf(const QByteArray &json)
    {
        bson::ExtendedJsonReader reader;
        return reader.readDocument(json) ? reader.document().toByteArray() : QByteArray();
    }
    static QString picture(const std::vector<TextSpan> &marks)
    {
        QStringList texts;
        for (const TextSpan &mark : marks)
            texts.append(u"%1+%2"_s.arg(mark.start).arg(mark.size));
        return texts.join(u' ');
    }

    tests::SmallWorkspace m_small{R"({"_id":"u1","username":"alice","name":"Alice A","emails":[]})"
                                  "\n" +
                                  tests::record("r0", "app", "room GENERAL")};
    const QByteArray m_document = documentOf(
        R"({"_id":"r1","appId":"app","associations":[{"model":"room","id":"GENERAL"},{"model":"user","id":"u1"}],)"
        R"("data":{"rating":12,"comment":"The crash and Crash","items":[{"crashes":2}],"when":{"$date":"2026-12-05T12:00:00Z"}}})");
};

void tst_recordhits::tellsTheFieldsInTheOrderOfTheDocument_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("fields");
    const auto row = [](const char *filter, const char *fields) {
        QTest::newRow(filter) << QByteArray(filter) << QString::fromUtf8(fields);
    };
    row("crash", "data.comment=, data.items[0].crashes:");
    row("data.comment~crash rating=12", "data.rating=, data.comment=");
    row("alice", "associations[1].id@");
    row("not crash", "");
    row("size:>1", "");
}

void tst_recordhits::tellsTheFieldsInTheOrderOfTheDocument()
{
    QFETCH(const QByteArray, filter);
    QStringList fields;
    const RecordHits found = hits(filter);
    for (const RecordHits::Field &field : found.fields()) {
        QVERIFY(field.path.resolve(bson::DocumentView(m_document))->bytes().data() == m_document.constData() + field.offset);
        fields.append(QString::fromUtf8(field.path.toText()) + (field.isInName ? u":"_s : QString()) +
                      (field.isInValue ? u"="_s : QString()) + (field.isInLabel ? u"@"_s : QString()));
    }
    QTEST(fields.join(u", "_s), "fields");
}

void tst_recordhits::marksWhatWasFoundWhereItIsShown()
{
    const RecordHits found = hits("crash 12 December");
    const auto offset = [&](size_t field) { return found.fields()[field].offset; };
    QCOMPARE(found.fields().size(), size_t(4));
    QCOMPARE(picture(found.marksInValue(offset(0), u"12"_s)), u"0+2"_s);
    QCOMPARE(picture(found.marksInValue(offset(1), u"The crash and Crash"_s)), u"4+5 14+5"_s);
    QCOMPARE(picture(found.marksInName(offset(1), u"comment"_s)), QString());
    QCOMPARE(picture(found.marksInName(offset(2), u"crashes"_s)), u"0+5"_s);
    QCOMPARE(picture(found.marksInValue(offset(2), u"2"_s)), QString());
    // The month is written in another way on the screen: all of it is meant, or the number in it.
    QCOMPARE(picture(found.marksInValue(offset(3), u"5 Dec"_s)), u"0+5"_s);
    QCOMPARE(picture(found.marksInValue(offset(3), u"2026-12-05"_s)), u"5+2"_s);
    QCOMPARE(picture(hits("rating>=12").marksInValue(hits("rating>=12").fields()[0].offset, u"12"_s)), u"0+2"_s);
    QVERIFY(found.marksInValue(1, u"crash"_s).empty());
}

void tst_recordhits::marksAssociationsByTheirNumber()
{
    using KeyText = RecordHits::KeyText;
    const RecordHits found = hits("user:@alice or GEN or rOO");
    QCOMPARE(picture(found.marksInKey(0, KeyText::Model, u"room"_s)), u"0+3"_s);
    QCOMPARE(picture(found.marksInKey(0, KeyText::Id, u"GENERAL"_s)), u"0+3"_s);
    QCOMPARE(picture(found.marksInKey(0, KeyText::Label, u"#general"_s)), QString());
    QCOMPARE(picture(found.marksInKey(1, KeyText::Model, u"user"_s)), QString());
    QCOMPARE(picture(found.marksInKey(1, KeyText::Label, u"@alice"_s)), u"0+6"_s);
    QVERIFY(found.marksInKey(7, KeyText::Id, u"GENERAL"_s).empty());
}

void tst_recordhits::findsNothingOnceItIsCancelled()
{
    Progress progress;
    const auto matcher = FilterMatcher::compile(*m_small.workspace(), *Filter::parse("crash"), progress);
    progress.cancel();
    QVERIFY(RecordHits(*matcher, m_document, Collection::Persistence, progress).isEmpty());
}

QTEST_GUILESS_MAIN(tst_recordhits)
#include "tst_recordhits.moc"
