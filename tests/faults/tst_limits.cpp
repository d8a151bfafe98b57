// Little memory, few descriptors, and inputs that want much of both. Rows I6, I8, D7 and M1 of the reliability guide, section 5.
#include "tests/commands/programrun.h"
#include "tests/support/dumpwriter.h"
#include "tests/support/samplewriter.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

/// The largest resident size, in KiB, that any child had so far. It only grows, so tests go from small to large.
qint64 peakOfChildren()
{
    rusage usage = {};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss;
}

/// Gzip members that inflate to \a head and then at least \a size bytes of \a fill.
QByteArray bomb(const QByteArray &head, char fill, qint64 size)
{
    constexpr qsizetype kMember = 32 * 1024 * 1024;
    return gzipped(head) + gzipped(QByteArray(kMember, fill)).repeated(size / kMember + 1);
}

bool isSanitized()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

} // namespace

class LimitsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void importWorksInLittleMemory_data();
    void importWorksInLittleMemory();
    void fewDescriptorsAreToldOf();
    void bombsAreRefusedInBoundedMemory_data();
    void bombsAreRefusedInBoundedMemory();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_dump;
};

void LimitsTest::initTestCase()
{
    m_dump = path(u"dump"_s);
    SampleGenerator generator({120'000, 8, SampleProfile::Flat}); // 50 MB
    QVERIFY(writeSample(generator, SampleFormat::Bson, m_dump).isOk());
}

void LimitsTest::importWorksInLittleMemory_data()
{
    QTest::addColumn<int>("megabytes");
    for (const int megabytes : {1000, 300, 200})
        QTest::addRow("%d MB", megabytes) << megabytes;
}

void LimitsTest::importWorksInLittleMemory()
{
    if (isSanitized())
        QSKIP("A sanitizer needs all addresses.");
    QFETCH(int, megabytes);
    const QString workspace = path(u"memory.pbw"_s);
    const ProgramResult imported =
        ProgramRun({u"import"_s, m_dump, u"-o"_s, workspace}).through(u"ulimit -v %1; exec \"$@\""_s.arg(megabytes * 1024)).run();
    if (imported.code == 0) {
        QCOMPARE(runProgram({u"verify"_s, workspace}).code, 0);
        QVERIFY(QFile::remove(workspace));
    } else {
        QVERIFY2(imported.err.contains("memory"), imported.toText());
        QVERIFY(!QFile::exists(workspace));
    }
    QVERIFY2(imported.code == 0 || megabytes < 1000, imported.toText());
    QCOMPARE(namesIn(m_folder.path()), QStringList{u"dump"_s});
}

void LimitsTest::fewDescriptorsAreToldOf()
{
    const QString workspace = path(u"few.pbw"_s);
    for (const int descriptors : {6, 8, 10, 12, 16}) {
        const ProgramResult imported = ProgramRun({u"import"_s, QStringLiteral(PB_SAMPLE), u"-o"_s, workspace})
                                           .through(u"ulimit -n %1; exec \"$@\""_s.arg(descriptors))
                                           .run();
        QVERIFY2(!imported.isHung && (imported.code != 0 || runProgram({u"verify"_s, workspace}).code == 0), imported.toText());
        QVERIFY2(imported.code == 0 || !imported.err.isEmpty(), imported.toText());
        QVERIFY2(imported.code == 0 || !QFile::exists(workspace), imported.toText());
        QFile::remove(workspace);
    }
    QCOMPARE(namesIn(m_folder.path()), QStringList{u"dump"_s});
}

void LimitsTest::bombsAreRefusedInBoundedMemory_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<char>("fill");
    QTest::newRow("zeros") << QByteArray() << '\0';
    QTest::newRow("a text without end") << QByteArray("{\"_id\":\"1\",\"appId\":\"") << 'x';
    QTest::newRow("brackets") << QByteArray("{\"_id\":\"1\",\"data\":") << '[';
    QTest::newRow("a cell without end") << QByteArray("_id,appId,associations,data\n1,\"") << 'x';
}

void LimitsTest::bombsAreRefusedInBoundedMemory()
{
    QFETCH(QByteArray, head);
    QFETCH(char, fill);
    constexpr qint64 kInflated = qint64(1200) << 20;
    constexpr qint64 kMaxResident = 512 * 1024; // KiB
    writeFile(path(u"bomb.gz"_s), bomb(head, fill, kInflated));
    const ProgramResult refused = ProgramRun({u"import"_s, path(u"bomb.gz"_s), u"-o"_s, path(u"bomb.pbw"_s)}).run();
    QVERIFY2(refused.code == 1, refused.toText());
    QVERIFY2(refused.err.contains("inflates") || refused.err.contains("no known format"), refused.toText());
    if (!isSanitized())
        QVERIFY2(peakOfChildren() < kMaxResident, QByteArray::number(peakOfChildren()));
    QFile::remove(path(u"bomb.gz"_s));
    QCOMPARE(namesIn(m_folder.path()), QStringList{u"dump"_s});
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
