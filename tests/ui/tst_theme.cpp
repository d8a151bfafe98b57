#include "ui/widgets/tone.h"
#include "ui/window/theme.h"

#include <QImage>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

/// What WCAG 2.1 asks for texts of usual size, success criterion 1.4.3.
constexpr double kReadable = 4.5;
/// And for pictures that have a meaning, success criterion 1.4.11.
constexpr double kVisible = 3;

double luminance(const QColor &color)
{
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// From 1, the same, to 21, black on white.
double contrast(const QColor &one, const QColor &other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace

/// The colours of both themes.
class tst_Theme : public QObject
{
    Q_OBJECT

private slots:
    void selectedTextIsReadableWithAndWithoutTheFocus_data();
    void selectedTextIsReadableWithAndWithoutTheFocus();
    void selectionsWithAndWithoutTheFocusAreToldApart_data();
    void selectionsWithAndWithoutTheFocusAreToldApart();
    void theArrowOfARowIsSeenSelectedOrNot_data();
    void theArrowOfARowIsSeenSelectedOrNot();

private:
    static void addThemes()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
    }
};

void tst_Theme::selectedTextIsReadableWithAndWithoutTheFocus_data()
{
    addThemes();
}

void tst_Theme::selectedTextIsReadableWithAndWithoutTheFocus()
{
    QFETCH(QPalette, palette);
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        const auto ratio = [&](QPalette::ColorRole back, const QColor &text) { return contrast(palette.color(group, back), text); };
        const auto text = QByteArray::number(ratio(QPalette::Highlight, palette.color(group, QPalette::HighlightedText)));
        const auto secondary = QByteArray::number(ratio(QPalette::Highlight, secondaryText(palette, group, true)));
        QVERIFY2(text.toDouble() >= kReadable, text);
        QVERIFY2(secondary.toDouble() >= kReadable, secondary);
        for (const auto back : {QPalette::Base, QPalette::AlternateBase}) {
            QVERIFY(ratio(back, secondaryText(palette, group, false)) >= kReadable);
            QVERIFY(ratio(back, palette.color(group, QPalette::PlaceholderText)) >= kReadable);
        }
        // Pictures take the colour of the active selection.
        QCOMPARE(palette.color(group, QPalette::HighlightedText), palette.color(QPalette::HighlightedText));
    }
}

void tst_Theme::selectionsWithAndWithoutTheFocusAreToldApart_data()
{
    addThemes();
}

void tst_Theme::selectionsWithAndWithoutTheFocusAreToldApart()
{
    QFETCH(QPalette, palette);
    const QColor active = palette.color(QPalette::Active, QPalette::Highlight);
    const QColor inactive = palette.color(QPalette::Inactive, QPalette::Highlight);
    QVERIFY(active.hsvSaturationF() - inactive.hsvSaturationF() > 0.2);
    QVERIFY(contrast(inactive, palette.color(QPalette::Base)) > 1.5);
}

void tst_Theme::theArrowOfARowIsSeenSelectedOrNot_data()
{
    addThemes();
}

void tst_Theme::theArrowOfARowIsSeenSelectedOrNot()
{
    QFETCH(QPalette, palette);
    const ThemeSwitch theme;
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        for (const QStyle::State state :
             {QStyle::State(), QStyle::State(QStyle::State_Selected), QStyle::State_Selected | QStyle::State_Open}) {
            QStyleOptionViewItem row;
            row.rect = QRect(0, 0, 20, 20);
            row.palette = palette;
            row.palette.setCurrentColorGroup(group);
            row.state = state | QStyle::State_Children | QStyle::State_Item | QStyle::State_Enabled;
            const QColor back = palette.color(group, state & QStyle::State_Selected ? QPalette::Highlight : QPalette::Base);
            QImage picture(row.rect.size(), QImage::Format_RGB32);
            picture.fill(back);
            QPainter painter(&picture);
            QApplication::style()->drawPrimitive(QStyle::PE_IndicatorBranch, &row, &painter);
            painter.end();
            double seen = 1;
            for (int at = 0; at < picture.width() * picture.height(); ++at)
                seen = std::max(seen, contrast(back, picture.pixelColor(at % picture.width(), at / picture.width())));
            QVERIFY2(seen >= kVisible, QByteArray::number(seen));
        }
    }
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
