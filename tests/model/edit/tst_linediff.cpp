#include "model/edit/linediff.h"

#include <QTest>

using namespace persistence;

/// The lines of a comparison as text: `-` removed, `+` added, `@n` a gap.
static QByteArray picture(const QByteArray &before, const QByteArray &after)
{
    QByteArray text;
    for (const DiffLine &line : diffLines(before, after, 1)) {
        if (line.kind == DiffLine::Kind::Gap)
            text += '@' + QByteArray::number(line.count) + ' ';
        else
            text += (line.kind == DiffLine::Kind::Removed ? "-" : line.kind == DiffLine::Kind::Added ? "+" : "") + line.text + ' ';
    }
    return text.trimmed();
}

class tst_LineDiff : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatDiffers_data();
    void showsWhatDiffers();
    void comparesLongTextsInWindows();
};

void tst_LineDiff::showsWhatDiffers_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *before, const char *after, const char *expected) {
        QTest::addRow("%s|%s", before, after) << QByteArray(before).replace(' ', '\n') << QByteArray(after).replace(' ', '\n')
                                              << QByteArray(expected);
    };
    row("a b c", "a b c", "@3");
    row("a", "b", "-a +b");
    row("a b c", "a x c", "a -b +x c");
    row("a b", "a b c", "a b +c");
    row("a b c d e f g", "a b c d X f g", "@3 d -e +X f g");
    row("1 a b", "a b 2", "-1 a b +2");
    row("a b c d e f g h i", "X b c d e f g h Y", "-a +X b @5 h -i +Y");
}

void tst_LineDiff::showsWhatDiffers()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, expected);
    QCOMPARE(picture(before, after), expected);
}

void tst_LineDiff::comparesLongTextsInWindows()
{
    QByteArray before;
    QByteArray after;
    for (int i = 0; i < 5'000; ++i) {
        before += QByteArray::number(i) + '\n';
        after += (i % 700 == 5 ? "new\n" : "") + QByteArray::number(i) + '\n';
    }
    qsizetype added = 0;
    qsizetype removed = 0;
    for (const DiffLine &line : diffLines(before, after)) {
        added += line.kind == DiffLine::Kind::Added ? 1 : 0;
        removed += line.kind == DiffLine::Kind::Removed ? 1 : 0;
    }
    QCOMPARE(added, 8);
    QCOMPARE(removed, 0);
}

QTEST_GUILESS_MAIN(tst_LineDiff)
#include "tst_linediff.moc"
