// Bits that flip in a workspace file: nothing crashes, no record is shown with a wrong value, the file stays as it is. Row I3 of the
// reliability guide, section 5. PB_SEED repeats a run.
#include "tests/commands/programrun.h"
#include "tests/support/samplewriter.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

constexpr int kFlips = 100;     // of each kind of workspace
constexpr int kAtOnce = 20'000; // ms

using RecordTexts = QHash<QByteArray, QByteArray>;

/// The text of each record line of a tree, by the record id it starts with.
RecordTexts recordLines(const QByteArray &tree)
{
    RecordTexts lines;
    for (const QByteArray &line : tree.split('\n')) {
        const qsizetype start = line.lastIndexOf("─ ");
        const QByteArray text = start < 0 ? line : line.sliced(start + 4);
        if (const qsizetype end = text.indexOf("  "); end > 0 && text.contains('{'))
            lines.insert(text.first(end), text);
    }
    return lines;
}

} // namespace

class DamagedWorkspaceTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void neverShowsAWrongValueAsGood_data();
    void neverShowsAWrongValueAsGood();
    void refusesAFileThatWasCut_data();
    void refusesAFileThatWasCut();
    void noticesDamageInARecord();
    void noticesACopyMadeWhileItWasOpen();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void prepare(SampleFormat format);
    void checkFlip(const QByteArray &content);

    QTemporaryDir m_folder;
    QByteArray m_content;
    QByteArray m_fingerprint;
    QByteArray m_tree;
    RecordTexts m_lines;
    QString m_record;
    QByteArray m_shown;
    int m_undetected = 0; ///< trees that differ though nothing was reported
};

void DamagedWorkspaceTest::initTestCase()
{
    prepare(SampleFormat::Archive);
}

void DamagedWorkspaceTest::prepare(SampleFormat format)
{
    SampleGenerator generator({120, 6, SampleProfile::Apps});
    QVERIFY(writeSample(generator, format, path(u"dump"_s)).isOk());
    const QString file = path(u"w.pbw"_s);
    QFile::remove(file);
    const ProgramResult imported = runProgram({u"import"_s, path(u"dump"_s), u"-o"_s, file});
    QVERIFY2(imported.code == 0, imported.toText());
    m_content = contentOf(file);
    m_fingerprint = fingerprintOf(file);
    m_tree = runProgram({u"tree"_s, file, u"--depth"_s, u"4"_s}).out;
    m_lines = recordLines(m_tree);
    QVERIFY(m_lines.size() > 60);
    const ProgramResult json =
        runProgram({u"tree"_s, file, u"--depth"_s, u"4"_s, u"--json"_s, u"--app"_s, u"fb6e4e74-f99d-41b6-96da-2486e9aafea8"_s});
    m_record = QJsonDocument::fromJson(json.out).array().at(0)[u"children"][0][u"children"][0][u"children"][0][u"record"].toString();
    m_shown = runProgram({u"show"_s, file, m_record, u"--document"_s, u"--canonical"_s}).out;
    QVERIFY(m_shown.contains(m_record.toUtf8()));
}

void DamagedWorkspaceTest::checkFlip(const QByteArray &content)
{
    const QString file = path(u"flipped.pbw"_s);
    writeFile(file, content);
    const auto run = [&](const QStringList &arguments) {
        const ProgramResult result = ProgramRun(arguments).within(kAtOnce).run();
        [&] { QVERIFY2(result.code >= 0 && result.code <= 6, result.toText()); }();
        return result;
    };
    const ProgramResult verified = run({u"verify"_s, file});
    const ProgramResult fingerprint = run({u"fingerprint"_s, file});
    const ProgramResult tree = run({u"tree"_s, file, u"--depth"_s, u"4"_s});
    const ProgramResult shown = run({u"show"_s, file, m_record, u"--document"_s, u"--canonical"_s});
    if (verified.code == 0)
        QVERIFY2(fingerprint.out.left(64) == m_fingerprint, "verify says all is well, but the contents changed");
    if (shown.code == 0)
        QCOMPARE(shown.out, m_shown);
    // Whatever record a tree does show has its own value.
    const RecordTexts lines = recordLines(tree.out);
    for (auto line = lines.begin(); line != lines.end(); ++line)
        QVERIFY2(m_lines.value(line.key()) == line.value(), line.value());
    if (tree.code == 0 && tree.out != m_tree) {
        ++m_undetected;
        QVERIFY2(verified.code != 0, "the tree differs, and verify does not say so");
    }
    QVERIFY2(contentOf(file) == content, "the file was changed");
}

void DamagedWorkspaceTest::neverShowsAWrongValueAsGood_data()
{
    QTest::addColumn<SampleFormat>("format");
    QTest::newRow("records alone") << SampleFormat::Bson;
    QTest::newRow("records and names") << SampleFormat::Archive;
}

void DamagedWorkspaceTest::neverShowsAWrongValueAsGood()
{
    QFETCH(SampleFormat, format);
    prepare(format);
    m_undetected = 0;
    const quint32 seed = qEnvironmentVariableIsSet("PB_SEED") ? quint32(qEnvironmentVariableIntValue("PB_SEED")) : 20261123;
    qInfo("PB_SEED=%u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < kFlips; ++i) {
        QByteArray content = m_content;
        const int at = random.bounded(int(content.size()));
        const int bit = random.bounded(8);
        content[at] = char(content[at] ^ (1 << bit));
        checkFlip(content);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"byte %1, bit %2"_s.arg(QString::number(at), QString::number(bit))));
    }
    qInfo("%d flips; in %d of them names or ids in the tree differ and only verify tells", kFlips, m_undetected);
}

void DamagedWorkspaceTest::refusesAFileThatWasCut_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size : {qsizetype(0), qsizetype(50), qsizetype(100), qsizetype(4096), qsizetype(8192), qsizetype(20'000),
                                 m_content.size() / 2, m_content.size() - 1})
        QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
}

void DamagedWorkspaceTest::refusesAFileThatWasCut()
{
    QFETCH(qsizetype, size);
    const QString file = path(u"cut.pbw"_s);
    writeFile(file, m_content.first(size));
    for (const QStringList &arguments :
         {QStringList{u"tree"_s, file}, {u"verify"_s, file}, {u"import"_s, path(u"dump"_s), u"-o"_s, file}}) {
        const ProgramResult refused = runProgram(arguments);
        // What is too short to be told from other files may be taken for an empty dump by those that read dumps.
        const bool isReadAsDump = size == 0 && arguments.first() != u"import";
        QVERIFY2(isReadAsDump || refused.code == 1 || refused.code == 2, refused.toText());
        QCOMPARE(contentOf(file), m_content.first(size));
    }
}

void DamagedWorkspaceTest::noticesDamageInARecord()
{
    // In the middle of a text of one record: SQLite has no way to notice.
    QByteArray content = m_content;
    const qsizetype start = m_shown.indexOf("invented-token-");
    const qsizetype at = content.indexOf(m_shown.sliced(start, m_shown.indexOf('"', start) - start));
    QVERIFY(start > 0 && at > 0);
    content[at] = char(content[at] ^ 1);
    const QString file = path(u"record.pbw"_s);
    writeFile(file, content);
    for (const QStringList &arguments :
         {QStringList{u"verify"_s, file}, {u"fingerprint"_s, file}, {u"tree"_s, file, u"--depth"_s, u"4"_s}, {u"show"_s, file, m_record}}) {
        const ProgramResult told = runProgram(arguments);
        QVERIFY2(told.code == 2 && (told.out + told.err).contains("checksum"), told.toText());
        QVERIFY2(arguments.first() == u"tree" || told.out.contains("checksum") || told.out.isEmpty(), told.toText());
    }
}

void DamagedWorkspaceTest::noticesACopyMadeWhileItWasOpen()
{
    const QString file = path(u"open.pbw"_s);
    writeFile(file, m_content);
    const QString copy = path(u"copy.pbw"_s);
    const QString script =
        u"exec 3< <(cat '%1'; holdUntil '%4'); \"$@\" <&3 & child=$!; await test -e '%2-wal'; cp '%2' '%3'; : >'%4'; wait $child"_s.arg(
            path(u"dump"_s), file, copy, path(u"copied"_s));
    QCOMPARE(ProgramRun({u"import"_s, u"-"_s, u"-o"_s, file}).through(script).run().code, 0);
    // It is a sound workspace by itself, and nothing is written to it by looking.
    const QByteArray content = contentOf(copy);
    QCOMPARE(runProgram({u"verify"_s, copy}).code, 0);
    QCOMPARE(contentOf(copy), content);
}

QTEST_GUILESS_MAIN(DamagedWorkspaceTest)
#include "tst_damagedworkspace.moc"
