#include "tests/layers/rules.h"
#include "tests/layers/sourcetext.h"

#include <QHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence::test;

namespace {

/// What each part may include besides itself. `model/workspace` for ui means its readers and summaries, which show no SQL.
const QHash<QString, QStringList> kArrows = {
    {u"model/base"_s, {}},
    {u"model/bson"_s, {u"model/base"_s}},
    {u"model/record"_s, {u"model/base"_s, u"model/bson"_s}},
    {u"model/sources"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s}},
    {u"model/sinks"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s}},
    {u"model/workspace"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s}},
    {u"model/transfer"_s,
     {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/sources"_s, u"model/sinks"_s, u"model/workspace"_s, u"model/find"_s}},
    {u"model/find"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/workspace"_s}},
    {u"model/edit"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/workspace"_s, u"model/find"_s}},
    {u"model/insight"_s, {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/workspace"_s, u"model/find"_s, u"model/edit"_s}},
    {u"model/items"_s,
     {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/workspace"_s, u"model/find"_s, u"model/edit"_s, u"model/insight"_s,
      u"model/transfer"_s}},
    {u"ui"_s,
     {u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/workspace"_s, u"model/find"_s, u"model/edit"_s, u"model/insight"_s,
      u"model/transfer"_s, u"model/items"_s}},
    {u"app"_s,
     {u"ui"_s, u"model/base"_s, u"model/bson"_s, u"model/record"_s, u"model/sources"_s, u"model/sinks"_s, u"model/workspace"_s,
      u"model/find"_s, u"model/edit"_s, u"model/insight"_s, u"model/transfer"_s, u"model/items"_s}},
};

} // namespace

/// The house rules that a machine can see: arrows between folders, and calls that only one place may make.
class tst_layers : public QObject
{
    Q_OBJECT

private slots:
    void findsTheSources();
    void includesOnlyAlongTheArrows();
    void holdsToTheRule_data();
    void holdsToTheRule();
    void fillsTextsByOneArgCall();
    void givesEachTypeANameOfItsOwn();
    void seesWhatItShouldSee();
};

void tst_layers::findsTheSources()
{
    QVERIFY(SourceText::below({u"model"_s}).size() > 20);
    QVERIFY(!SourceText::below({u"app"_s}).isEmpty());
}

void tst_layers::includesOnlyAlongTheArrows()
{
    QStringList wrong;
    for (const SourceText &source : SourceText::below({u"model"_s, u"ui"_s, u"app"_s})) {
        if (!kArrows.contains(source.part())) {
            wrong.append(source.path() + u": its part has no arrows in this test"_s);
            continue;
        }
        for (const QString &name : source.includes()) {
            const QString part = SourceText(name, {}).part();
            const bool isOurs = name.contains(u'/') && (kArrows.contains(part) || part == u"tests" || name.startsWith(u"model/"));
            if (isOurs && part != source.part() && !kArrows[source.part()].contains(part))
                wrong.append(u"%1 includes %2"_s.arg(source.path(), name));
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void tst_layers::holdsToTheRule_data()
{
    QTest::addColumn<QStringList>("folders");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("except");
    for (const Rule &rule : houseRules())
        QTest::newRow(qPrintable(rule.name)) << rule.folders << rule.pattern << rule.except;
}

void tst_layers::holdsToTheRule()
{
    QFETCH(const QStringList, folders);
    QFETCH(const QString, pattern);
    QFETCH(const QString, except);
    const QRegularExpression forbidden(pattern);
    QVERIFY(forbidden.isValid());
    QStringList places;
    for (const SourceText &source : SourceText::below(folders)) {
        if (except.isEmpty() || !QRegularExpression(except).match(source.path()).hasMatch())
            places += source.linesWith(forbidden);
    }
    QVERIFY2(places.isEmpty(), qPrintable(places.join(u'\n')));
}

void tst_layers::fillsTextsByOneArgCall()
{
    QStringList places;
    for (const SourceText &source : SourceText::below({u"model"_s, u"ui"_s, u"app"_s}))
        places += source.chainedArgs();
    QVERIFY2(places.isEmpty(), qPrintable(places.join(u'\n')));
}

/// Two types of one name in one namespace are one type to the linker: their inline functions replace each other in silence.
void tst_layers::givesEachTypeANameOfItsOwn()
{
    QHash<QString, QString> files;
    QStringList places;
    for (const SourceText &source : SourceText::below({u"model"_s, u"ui"_s, u"app"_s})) {
        for (const QString &type : source.definedTypes()) {
            if (files.contains(type))
                places.append(u"%1: %2 and %3"_s.arg(type, files[type], source.path()));
            files.insert(type, source.path());
        }
    }
    QVERIFY(files.size() > 100);
    QVERIFY2(places.isEmpty(), qPrintable(places.join(u'\n')));
}

void tst_layers::seesWhatItShouldSee()
{
    const SourceText types(u"x.cpp"_s,
                           u"namespace a::b {\nclass Declared;\nclass Defined final : public Base\n{\nstruct Inner\n{\n};\n};\n"
                           "namespace {\nstruct Hidden\n{\n};\n}\nvoid f()\n{\n    g(\"}\");\n}\nenum class Kind {\nA\n};\n}\n"_s);
    QCOMPARE(types.definedTypes(), QStringList({u"a::b::Defined"_s, u"a::b::Kind"_s}));
    const SourceText source(u"ui/x.cpp"_s, u"#include <QSettings>\n"
                                           "// QLabel(this) in a comment\n"
                                           "auto label = new QLabel(tr(\"// no comment\"));\n"
                                           "text.arg(f(a), b)\n"
                                           "    .arg(c); u\"%1\"_s.arg(a.arg(b), c);\n"_s);
    QCOMPARE(source.includes(), QStringList{u"QSettings"_s});
    QCOMPARE(source.linesWith(QRegularExpression(u"QLabel"_s)),
             QStringList{u"ui/x.cpp:3: auto label = new QLabel(tr(\"// no comment\"));"_s});
    QCOMPARE(source.chainedArgs(), QStringList{u"ui/x.cpp:4: text.arg(f(a), b)"_s});
    QCOMPARE(SourceText(u"model/base/job.h"_s, {}).part(), u"model/base"_s);
}

QTEST_GUILESS_MAIN(tst_layers)
#include "tst_layers.moc"
