// Files that are no dump, not readable, damaged or hostile: told by content, with one clear message, and never a crash or a hang.
#include "model/bson/builder.h"
#include "tests/commands/programrun.h"
#include "tests/support/dumpwriter.h"
#include "tests/support/samplewriter.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

const QString kSample = QStringLiteral(PB_SAMPLE);
constexpr int kAtOnce = 30'000; // ms; generous: other tests run beside this one

QByteArray recordWith(const QByteArray &id, const std::function<void(bson::Builder &)> &data)
{
    bson::Builder builder;
    builder.appendString("_id", id);
    builder.appendString("appId", "poll");
    builder.openDocument("data");
    data(builder);
    builder.close();
    return builder.finish().toByteArray();
}

/// As text: the builder of the program would refuse what is too deep.
QByteArray deepBson(int depth)
{
    QByteArray inner("\x05\0\0\0\0", 5);
    for (int i = 0; i < depth; ++i) {
        const quint32 size = quint32(inner.size()) + 8;
        QByteArray outer;
        for (int byte = 0; byte < 4; ++byte)
            outer.append(char(size >> 8 * byte));
        inner = outer +
                QByteArray("\x03"
                           "a\0",
                           3) +
                inner + '\0';
    }
    bson::Builder head;
    head.appendString("_id", "deep");
    head.appendString("appId", "poll");
    QByteArray document = head.finish().toByteArray();
    document.chop(1);
    document += QByteArray("\x03"
                           "data\0",
                           6) +
                inner + '\0';
    const quint32 size = quint32(document.size());
    for (int byte = 0; byte < 4; ++byte)
        document[byte] = char(size >> 8 * byte);
    return document;
}

} // namespace

class BadFilesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void refusesWhatIsNoDump_data();
    void refusesWhatIsNoDump();
    void refusesWhatIsNoWorkspaceAsTarget_data();
    void refusesWhatIsNoWorkspaceAsTarget();
    void takesAnEmptyFileForAnEmptyCollection_data();
    void takesAnEmptyFileForAnEmptyCollection();
    void takesAnEmptyPipeForAFailure_data();
    void takesAnEmptyPipeForAFailure();
    void tellsTheFormatByContent();
    void refusesWhatItMayNotRead();
    void refusesWhereItMayNotWrite();
    void keepsWhatComesBeforeACut();
    void survivesFlippedBits();
    void keepsDeepNestingWithASmallStack_data();
    void keepsDeepNestingWithASmallStack();
    void takesTheLargestDocuments();
    void noticesASourceThatChanges();
    void readsGzipThatInflatesALotIfAsked();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] ProgramRun import(const QString &source) const { return ProgramRun({u"import"_s, source, u"-o"_s, path(u"w.pbw"_s)}); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void BadFilesTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void BadFilesTest::refusesWhatIsNoDump_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("text") << QByteArray("Dear all,\nplease find attached the dump.\n") << QByteArray("no known format");
    QTest::newRow("one byte") << QByteArray("x") << QByteArray("no known format");
    QTest::newRow("zeros") << QByteArray(1 << 20, '\0') << QByteArray("no known format");
    QTest::newRow("text behind blanks") << QByteArray(100'000, ' ') + "x" << QByteArray("no known format");
    QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << QByteArray("no known format");
    QTest::newRow("gzip of nothing known") << gzipped("hello hello") << QByteArray("no known format");
    QTest::newRow("another database") << QByteArray("SQLite format 3\0", 16) + QByteArray(200, '\0') << QByteArray("SQLite database");
    QTest::newRow("folder") << QByteArray() << QByteArray("holds no dump");
    QTest::newRow("pipe") << QByteArray() << QByteArray("is a pipe");
    QTest::newRow("endless device") << QByteArray() << QByteArray("device");
    QTest::newRow("nothing there") << QByteArray() << QByteArray("No such file");
    QTest::newRow("loop of links") << QByteArray() << QByteArray("symbolic link");
}

void BadFilesTest::refusesWhatIsNoDump()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, says);
    const QByteArray tag = QTest::currentDataTag();
    QString source = path(u"source"_s);
    if (tag == "folder")
        QVERIFY(QDir().mkpath(source));
    else if (tag == "pipe")
        QCOMPARE(::mkfifo(QFile::encodeName(source).constData(), 0600), 0);
    else if (tag == "endless device")
        source = u"/dev/zero"_s;
    else if (tag == "loop of links")
        QVERIFY(QFile::link(source, source));
    else if (tag != "nothing there")
        writeFile(source, content);
    const QStringList before = namesIn(m_folder->path());
    for (const QStringList &run :
         {QStringList{u"import"_s, source, u"-o"_s, path(u"w.pbw"_s)}, {u"tree"_s, source}, {u"verify"_s, source}}) {
        const ProgramResult refused = ProgramRun(run).within(kAtOnce).run();
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.out.isEmpty() && refused.err.contains(says), refused.toText());
        QVERIFY2(refused.err.count('\n') == 1, "one message");
    }
    QCOMPARE(namesIn(m_folder->path()), before);
}

void BadFilesTest::refusesWhatIsNoWorkspaceAsTarget_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind :
         {"dump", "folder", "pipe", "device", "other database", "empty file", "loop of links", "no folder", "name too long"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void BadFilesTest::refusesWhatIsNoWorkspaceAsTarget()
{
    QFETCH(QString, kind);
    QString target = path(u"target"_s);
    if (kind == u"dump")
        writeFile(target, contentOf(kSample));
    else if (kind == u"folder")
        QVERIFY(QDir().mkpath(target));
    else if (kind == u"pipe")
        QCOMPARE(::mkfifo(QFile::encodeName(target).constData(), 0600), 0);
    else if (kind == u"device")
        target = u"/dev/full"_s;
    else if (kind == u"other database")
        writeFile(target, QByteArray("SQLite format 3\0", 16) + QByteArray(4080, '\0'));
    else if (kind == u"empty file")
        writeFile(target, {});
    else if (kind == u"loop of links")
        QVERIFY(QFile::link(target, target));
    else if (kind == u"no folder")
        target = path(u"no/such/folder/w.pbw"_s);
    else
        target = path(QString(300, u'x'));
    const QStringList before = namesIn(m_folder->path());
    const QByteArray content = QFileInfo(target).isFile() ? contentOf(target) : QByteArray();
    const ProgramResult refused = ProgramRun({u"import"_s, kSample, u"-o"_s, target}).within(kAtOnce).run();
    QVERIFY2(refused.code == 1 && refused.out.isEmpty() && !refused.err.isEmpty(), refused.toText());
    QVERIFY2(refused.err.count('\n') == 1, "one message");
    QCOMPARE(namesIn(m_folder->path()), before);
    if (QFileInfo(target).isFile())
        QCOMPARE(contentOf(target), content);
}

void BadFilesTest::takesAnEmptyFileForAnEmptyCollection_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("gzip of nothing") << gzipped("");
    QTest::newRow("blanks") << QByteArray(" \r\n\t\n");
    QTest::newRow("blanks behind a byte order mark") << QByteArray("\xef\xbb\xbf\n");
    QTest::newRow("many blanks") << QByteArray(300'000, ' ');
    QTest::newRow("gzip of blanks") << gzipped("\n\n");
    QTest::newRow("empty array") << QByteArray("[]\n");
}

void BadFilesTest::takesAnEmptyFileForAnEmptyCollection()
{
    QFETCH(QByteArray, content);
    writeFile(path(u"empty"_s), content);
    const ProgramResult imported = import(path(u"empty"_s)).run();
    QVERIFY2(imported.code == 0 && imported.out.contains("0 read = 0 good + 0 problems"), imported.toText());
    QVERIFY2(imported.err.contains("empty is empty: nothing was in it") && imported.err.count('\n') == 1, imported.toText());
    const ProgramResult tree = runProgram({u"tree"_s, path(u"empty"_s)});
    QVERIFY2(tree.code == 0 && tree.out.isEmpty() && tree.err.contains("nothing was in it"), tree.toText());
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
}

void BadFilesTest::takesAnEmptyPipeForAFailure_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("gzip of nothing") << gzipped("");
    QTest::newRow("blanks") << QByteArray("\n");
}

void BadFilesTest::takesAnEmptyPipeForAFailure()
{
    QFETCH(QByteArray, content);
    for (const QStringList &run : {QStringList{u"import"_s, u"-"_s, u"-o"_s, path(u"w.pbw"_s)}, {u"tree"_s, u"-"_s}}) {
        const ProgramResult refused = ProgramRun(run).input(content).run();
        QVERIFY2(refused.code == 1 && refused.out.isEmpty(), refused.toText());
        QVERIFY2(refused.err.contains("nothing to read from standard input") && refused.err.count('\n') == 1, refused.toText());
    }
    QVERIFY(namesIn(m_folder->path()).isEmpty());
}

void BadFilesTest::tellsTheFormatByContent()
{
    writeFile(path(u"really-json.bson"_s), "{\"_id\":\"1\",\"appId\":\"a\",\"data\":{\"n\":1}}\n");
    QVERIFY(QFile::copy(kSample, path(u"really-an-archive.csv"_s)));
    QCOMPARE(runProgram({u"verify"_s, path(u"really-json.bson"_s)}).code, 0);
    QCOMPARE(fingerprintOf(path(u"really-an-archive.csv"_s)), fingerprintOf(kSample));
}

void BadFilesTest::refusesWhatItMayNotRead()
{
    if (!canNobodyRunProgram())
        QSKIP("Nobody else can run the program where it was built.");
    const QString source = path(u"secret.gz"_s);
    QVERIFY(QFile::copy(kSample, source));
    QVERIFY(QFile::setPermissions(source, {}));
    ::chmod(QFile::encodeName(m_folder->path()).constData(), 0777);
    const ProgramResult refused = import(source).asNobody().run();
    QVERIFY2(refused.code == 5 && refused.err.contains("secret.gz"), refused.toText());
    QVERIFY(!QFile::exists(path(u"w.pbw"_s)));
    QVERIFY(QFile::setPermissions(source, QFile::ReadOwner | QFile::WriteOwner));
}

void BadFilesTest::refusesWhereItMayNotWrite()
{
    if (!canNobodyRunProgram())
        QSKIP("Nobody else can run the program where it was built.");
    const QString folder = path(u"closed"_s);
    QVERIFY(QDir().mkpath(folder));
    ::chmod(QFile::encodeName(m_folder->path()).constData(), 0755);
    ::chmod(QFile::encodeName(folder).constData(), 0555);
    const ProgramResult refused = ProgramRun({u"import"_s, kSample, u"-o"_s, folder + u"/w.pbw"_s}).asNobody().run();
    QVERIFY2(refused.code == 5, refused.toText());
    QVERIFY(namesIn(folder).isEmpty());
    ::chmod(QFile::encodeName(folder).constData(), 0755);
}

void BadFilesTest::keepsWhatComesBeforeACut()
{
    QByteArray dump;
    QList<qsizetype> ends;
    for (int i = 0; i < 20; ++i) {
        dump += recordWith(QByteArray::number(i), [i](bson::Builder &data) { data.appendInt32("n", i); });
        ends.append(dump.size());
    }
    QRandomGenerator random(7);
    for (int run = 0; run < 15; ++run) {
        const qsizetype cut = 9 + random.bounded(int(dump.size()) - 9);
        writeFile(path(u"cut"_s), dump.first(cut));
        QFile::remove(path(u"w.pbw"_s));
        const ProgramResult imported = import(path(u"cut"_s)).run();
        const qsizetype whole = std::count_if(ends.begin(), ends.end(), [cut](qsizetype end) { return end <= cut; });
        QCOMPARE(imported.code, ends.contains(cut) ? 0 : 2);
        QVERIFY2(imported.out.contains(QByteArray::number(whole) + " good"), imported.toText());
    }
}

void BadFilesTest::survivesFlippedBits()
{
    const quint32 seed = qEnvironmentVariableIsSet("PB_SEED") ? quint32(qEnvironmentVariableIntValue("PB_SEED")) : 20261123;
    qInfo("PB_SEED=%u", seed);
    QRandomGenerator random(seed);
    constexpr int kRuns = 25;
    const QList<SampleFormat> formats = {SampleFormat::Archive, SampleFormat::ArchiveGzip, SampleFormat::Bson, SampleFormat::JsonCanonical,
                                         SampleFormat::Csv};
    for (int run = 0; run < kRuns; ++run) {
        SampleGenerator generator({40, 2, SampleProfile::Apps});
        QVERIFY(writeSample(generator, formats[run % formats.size()], path(u"dump"_s)).isOk());
        QByteArray content = contentOf(path(u"dump"_s));
        const int flips = 1 + random.bounded(3);
        for (int i = 0; i < flips; ++i) {
            const int at = random.bounded(int(content.size()));
            content[at] = char(content[at] ^ (1 << random.bounded(8)));
        }
        writeFile(path(u"dump"_s), content);
        QFile::remove(path(u"w.pbw"_s));
        const ProgramResult imported = import(path(u"dump"_s)).within(20'000).run();
        QVERIFY2(imported.code >= 0 && imported.code <= 2, imported.toText());
        QCOMPARE(QFile::exists(path(u"w.pbw"_s)), imported.code != 1);
        if (imported.code != 1) {
            const ProgramResult verified = runProgram({u"verify"_s, path(u"w.pbw"_s)});
            QCOMPARE(verified.code, imported.err.contains("is incomplete") ? 2 : 0);
            QVERIFY2(verified.out.contains(verified.code == 0 ? "all is well" : "sound, but incomplete"), verified.toText());
        }
    }
}

void BadFilesTest::keepsDeepNestingWithASmallStack_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    QTest::newRow("BSON 100") << deepBson(100) << 0;
    QTest::newRow("BSON 10,000") << deepBson(10'000) << 0;
    QTest::newRow("JSON 100") << QByteArray("{\"_id\":\"deep\",\"appId\":\"a\",\"data\":" + QByteArray(98, '[') + QByteArray(98, ']') +
                                            "}\n")
                              << 0;
    QTest::newRow("JSON 10,000") << QByteArray("{\"_id\":\"deep\",\"appId\":\"a\",\"data\":" + QByteArray(10'000, '[') +
                                               QByteArray(10'000, ']') + "}\n")
                                 << 2;
    QTest::newRow("JSON 1,000,000") << QByteArray("{\"_id\":\"deep\",\"appId\":\"a\",\"data\":" + QByteArray(1'000'000, '[') +
                                                  QByteArray(1'000'000, ']') + "}\n")
                                    << 2;
    QTest::newRow("array 10,000") << QByteArray(QByteArray(10'000, '[') + QByteArray(10'000, ']')) << 2;
}

void BadFilesTest::keepsDeepNestingWithASmallStack()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    const QString smallStack = u"ulimit -s 256; exec \"$@\""_s;
    writeFile(path(u"dump"_s), content);
    const ProgramResult imported = import(path(u"dump"_s)).through(smallStack).run();
    QVERIFY2(imported.code == code, imported.toText());
    for (const QStringList &run : {QStringList{u"verify"_s, path(u"w.pbw"_s)},
                                   {u"tree"_s, path(u"w.pbw"_s), u"--depth"_s, u"4"_s},
                                   {u"fingerprint"_s, path(u"w.pbw"_s)}}) {
        const ProgramResult read = ProgramRun(run).through(smallStack).run();
        QVERIFY2(read.code == 0, read.toText());
    }
    const ProgramResult shown = ProgramRun({u"show"_s, path(u"w.pbw"_s), u"deep"_s}).through(smallStack).run();
    QVERIFY2(shown.code == (code == 0 ? 0 : 1), shown.toText());
}

void BadFilesTest::takesTheLargestDocuments()
{
    const auto text = [](qsizetype size) { return [size](bson::Builder &data) { data.appendString("text", QByteArray(size, 'x')); }; };
    const QByteArray largest = recordWith("largest", text(16 * 1024 * 1024));
    writeFile(path(u"dump"_s), recordWith("before", text(1)) + largest + recordWith("after", text(1)));
    const ProgramResult imported = import(path(u"dump"_s)).run();
    QVERIFY2(imported.code == 0 && imported.out.contains("3 good + 0 problems"), imported.toText());
    const ProgramResult shown = runProgram({u"show"_s, path(u"w.pbw"_s), u"largest"_s, u"--value"_s});
    QVERIFY2(shown.code == 0 && shown.out.size() > 16 * 1024 * 1024, shown.toText());
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);

    writeFile(path(u"dump"_s),
              recordWith("before", text(1)) + recordWith("too large", text(16 * 1024 * 1024 + 17 * 1024)) + recordWith("after", text(1)));
    QFile::remove(path(u"w.pbw"_s));
    const ProgramResult tooLarge = import(path(u"dump"_s)).run();
    QVERIFY2(tooLarge.code == 2 && tooLarge.out.contains("good"), tooLarge.toText());
    QVERIFY2(runProgram({u"show"_s, path(u"w.pbw"_s), u"before"_s}).code == 0, tooLarge.toText());
}

void BadFilesTest::noticesASourceThatChanges()
{
    const QString dump = path(u"dump"_s);
    const auto importDuring = [&](const QString &change) {
        QFile::remove(path(u"w.pbw"_s));
        SampleGenerator generator({40'000, 4, SampleProfile::Flat});
        if (!writeSample(generator, SampleFormat::Bson, dump))
            qFatal("The dump could not be written.");
        // The import is stopped while it builds and before it has read everything, and goes on after the change.
        const QString script =
            u"\"$@\" & child=$!; await test -s '%1'; kill -STOP $child; for file in /proc/$child/fd/*; do "
            "[ \"$(readlink $file)\" = '%2' ] && position=$(sed -n 's/^pos:\\s*//p' /proc/$child/fdinfo/${file##*/}) && "
            "[ $position -gt 0 ] && [ $position -lt $(stat -c %s '%2') ] && : >'%3'; done; %4; kill -CONT $child; wait $child"_s.arg(
                path(u".w.pbw.building"_s), QFileInfo(dump).canonicalFilePath(), path(u"in time"_s), change.arg(dump));
        return import(dump).through(script).run();
    };
    for (const QString &change : {u"truncate -s -1000 '%1'"_s, u"printf more >>'%1'"_s, u"cp '%1' '%1.new' && mv '%1.new' '%1'"_s}) {
        bool isInTime = false;
        ProgramResult imported;
        for (int attempt = 0; attempt < 20 && !isInTime; ++attempt) {
            imported = importDuring(change);
            isInTime = QFile::remove(path(u"in time"_s));
        }
        QVERIFY(isInTime);
        QVERIFY2(imported.code == 2 && imported.err.contains("incomplete"), imported.toText() + change.toUtf8());
        const ProgramResult verified = runProgram({u"verify"_s, path(u"w.pbw"_s)});
        QVERIFY2(verified.code == 2 && verified.out.contains("sound, but incomplete"), verified.toText());
    }
}

void BadFilesTest::readsGzipThatInflatesALotIfAsked()
{
    // Blanks behind one record: a thousand times smaller, and more than the limit.
    const QByteArray blanks = gzipped(QByteArray(64 * 1024 * 1024, ' '), 9).repeated(18);
    writeFile(path(u"huge.json.gz"_s), gzipped("{\"_id\":\"1\",\"appId\":\"a\",\"data\":{}}\n") + blanks);
    const QStringList tree = {u"tree"_s, path(u"huge.json.gz"_s)};
    const ProgramResult refused = runProgram(tree);
    QVERIFY2(refused.code == 1 && refused.err.contains("--allow-huge") && refused.out.isEmpty(), refused.toText());
    const ProgramResult allowed = runProgram(tree + QStringList{u"--allow-huge"_s});
    QVERIFY2(allowed.code == 0 && !allowed.out.isEmpty(), allowed.toText());
}

QTEST_GUILESS_MAIN(BadFilesTest)
#include "tst_badfiles.moc"
