#include "model/sinks/fieldtree.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QTest>

using namespace persistence;
using namespace persistence::tests;

namespace {

QByteArrayList namesOf(const FieldTree &tree)
{
    QByteArrayList names;
    for (const bson::Path &path : tree.columns())
        names.append(path.toText());
    return names;
}

QByteArrayList unionOf(const QByteArrayList &lines)
{
    FieldTree tree;
    for (const QByteArray &line : lines)
        tree.add(bson::DocumentView(documentOf(line)));
    tree.finish();
    return namesOf(tree);
}

} // namespace

class FieldTreeTest final : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheOrderThatTheRecordsAgreeAbout();
    void givesADocumentAndAScalarOfOneNameTheirOwnColumns();
    void opensTheKeyAndNoOtherArray();
    void makesADocumentWithTooManyFieldsOneColumn();
    void readsEveryValueOnce();
    void tellsThatAFieldNameRepeats();
    void readsChosenFieldsInTheirOrder();
    void findsFieldsAmongMany();
};

void FieldTreeTest::keepsTheOrderThatTheRecordsAgreeAbout()
{
    QCOMPARE(unionOf({R"({"a": 1, "d": 1})", R"({"a": 1, "b": 1, "d": 1})", R"({"b": 1, "c": 1, "d": 1})"}),
             (QByteArrayList{"a", "b", "c", "d"}));
}

void FieldTreeTest::givesADocumentAndAScalarOfOneNameTheirOwnColumns()
{
    QCOMPARE(unionOf({R"({"a": 1})", R"({"a": {"b": 1}})", R"({"c": {}})"}), (QByteArrayList{"a", "a.b", "c"}));
}

void FieldTreeTest::opensTheKeyAndNoOtherArray()
{
    QCOMPARE(unionOf({R"({"associations": [{"model": "room", "id": "x"}], "data": {"associations": [{"model": 1}]}})"}),
             (QByteArrayList{"associations[0].model", "associations[0].id", "data.associations"}));
}

void FieldTreeTest::makesADocumentWithTooManyFieldsOneColumn()
{
    FieldTree tree;
    for (size_t i = 0; i <= FieldTree::kMaxMembers; ++i)
        tree.add(bson::DocumentView(documentOf(R"({"data": {"votes": {"user)" + QByteArray::number(i) + R"(": 1}, "n": 1}})")));
    tree.finish();
    QCOMPARE(namesOf(tree), (QByteArrayList{"data.votes", "data.n"}));
    QCOMPARE(tree.collapsed(), 1);
    std::vector<std::optional<bson::Element>> cells;
    const QByteArray document = documentOf(R"({"data": {"votes": {"user5": 1}}})");
    QVERIFY(tree.read(bson::DocumentView(document), cells));
    QCOMPARE(cells[0]->type(), bson::Type::Document);
}

void FieldTreeTest::readsEveryValueOnce()
{
    FieldTree tree;
    const QByteArrayList lines = {R"({"a": 1, "b": {"c": 2, "d": [3]}})", R"({"b": 4, "a": 5})"};
    for (const QByteArray &line : lines)
        tree.add(bson::DocumentView(documentOf(line)));
    tree.finish();
    QCOMPARE(namesOf(tree), (QByteArrayList{"a", "b", "b.c", "b.d"}));
    std::vector<std::optional<bson::Element>> cells;
    const QByteArray first = documentOf(lines[0]), second = documentOf(lines[1]);
    QVERIFY(tree.read(bson::DocumentView(first), cells));
    QVERIFY(cells[0]->toInt32() == 1 && !cells[1] && cells[2]->toInt32() == 2 && cells[3]->type() == bson::Type::Array);
    QVERIFY(tree.read(bson::DocumentView(second), cells));
    QVERIFY(cells[0]->toInt32() == 5 && cells[1]->toInt32() == 4 && !cells[2] && !cells[3]);
}

void FieldTreeTest::tellsThatAFieldNameRepeats()
{
    FieldTree tree;
    const QByteArray document = documentOf(R"({"a": 1, "a": 2})");
    tree.add(bson::DocumentView(document));
    tree.finish();
    std::vector<std::optional<bson::Element>> cells;
    QVERIFY(!tree.read(bson::DocumentView(document), cells));
    QCOMPARE(cells[0]->toInt32(), 1);
}

void FieldTreeTest::readsChosenFieldsInTheirOrder()
{
    const std::vector<bson::Path> chosen = {*bson::Path::parse("data.b"), *bson::Path::parse("data"), *bson::Path::parse("list[1]"),
                                            *bson::Path::parse("none")};
    const FieldTree tree(chosen);
    std::vector<std::optional<bson::Element>> cells;
    const QByteArray document = documentOf(R"({"data": {"a": 1, "b": 2}, "list": [3, 4]})");
    QVERIFY(tree.read(bson::DocumentView(document), cells));
    QCOMPARE(cells.size(), size_t(4));
    QVERIFY(cells[0]->toInt32() == 2 && cells[1]->type() == bson::Type::Document && cells[2]->toInt32() == 4 && !cells[3]);
}

void FieldTreeTest::findsFieldsAmongMany()
{
    FieldTree tree;
    QByteArray line = "{";
    for (int i = 0; i < 500; ++i)
        line += (i > 0 ? ",\"f" : "\"f") + QByteArray::number(i) + "\":" + QByteArray::number(i);
    const QByteArray document = documentOf(line + '}');
    tree.add(bson::DocumentView(document));
    tree.finish();
    std::vector<std::optional<bson::Element>> cells;
    const QByteArray odd = documentOf(R"({"f499": 1, "f7": 2})");
    QVERIFY(tree.read(bson::DocumentView(odd), cells));
    QVERIFY(cells[499]->toInt32() == 1 && cells[7]->toInt32() == 2 && !cells[0]);
}

QTEST_GUILESS_MAIN(FieldTreeTest)
#include "tst_fieldtree.moc"
