#include "model/items/valuetreemodel.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/keychip.h"
#include "ui/editor/keyeditor.h"
#include "ui/editor/recordheader.h"
#include "ui/widgets/flowarea.h"
#include "ui/window/pathbar.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace persistence;
using namespace persistence::tests;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kLongKey = "room GENERAL,user 4fGqabcdefghijkl,misc feedback,message a234567890,room R23456789012345,misc another";
const QByteArray kValue = R"({"rating": 5, "user": {"name": "x"}})";

} // namespace

/// How small the window can become.
class tst_WindowSize : public WindowTest
{
    Q_OBJECT

private slots:
    void staysAsSmallAsItIsWhateverIsOpened();
    void fitsHalfOfAScreen();
    void showsAllFormsOfAValueWhereItIsNarrow();
    void namesAllFormsOfAValueWhereThereIsRoom();
    void leavesValuesHalfOfTheRoom();
    void scrollsTheChipsOfALongKeyWhereItIsLow();
    void cutsTheTextsOfALongPath();
};

void tst_WindowSize::staysAsSmallAsItIsWhateverIsOpened()
{
    constexpr QSize kSmall(700, 500);
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    m_window->resize(kSmall);
    QCOMPARE(m_window->size(), kSmall);
    for (const auto id : {ActionId::ShowProblems, ActionId::ShowHistory}) {
        action(id)->trigger();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCOMPARE(m_window->size(), kSmall);
        QVERIFY(m_window->minimumSizeHint().height() <= kSmall.height());
    }
}

void tst_WindowSize::fitsHalfOfAScreen()
{
    // 1400 x 900 at twice the scale, with the frame of the window.
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    QVERIFY2(m_window->minimumSizeHint().height() <= 420, QByteArray::number(m_window->minimumSizeHint().height()));
}

void tst_WindowSize::showsAllFormsOfAValueWhereItIsNarrow()
{
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    value()->setForm(ValueView::Form::Text);
    m_window->resize(700, 600);
    const auto *forms = value()->findChild<QTabBar *>(u"valueForm"_s);
    const auto areAllInSight = [&] {
        return forms->rect().contains(forms->tabRect(0)) && forms->rect().contains(forms->tabRect(forms->count() - 1));
    };
    QTRY_VERIFY(areAllInSight());
    for (const auto *button : forms->findChildren<QToolButton *>())
        QVERIFY(!button->isVisible());
}

void tst_WindowSize::namesAllFormsOfAValueWhereThereIsRoom()
{
    // The forms are set up before any record shows them.
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    const auto *forms = value()->findChild<QTabBar *>(u"valueForm"_s);
    QTRY_VERIFY(forms->isVisible() && forms->width() >= forms->sizeHint().width());
    for (int i = 0; i < forms->count(); ++i)
        QVERIFY(!forms->tabText(i).isEmpty());
}

void tst_WindowSize::leavesValuesHalfOfTheRoom()
{
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    QHeaderView *header = valueTree()->header();
    const int wide = header->sectionSize(ValueTreeModel::NameColumn);
    constexpr int kChosen = 170;
    header->resizeSection(ValueTreeModel::TypeColumn, kChosen);
    m_window->resize(700, 600);
    QTRY_VERIFY(header->sectionSize(ValueTreeModel::ValueColumn) >= header->sectionSize(ValueTreeModel::NameColumn));
    m_window->resize(1300, 900);
    QTRY_COMPARE(header->sectionSize(ValueTreeModel::NameColumn), wide);
    QCOMPARE(header->sectionSize(ValueTreeModel::TypeColumn), kChosen);
}

void tst_WindowSize::scrollsTheChipsOfALongKeyWhereItIsLow()
{
    showWindow();
    openDump(record("r1", "app", kLongKey, kValue));
    selectRow(0);
    const auto *key = recordView()->header()->key();
    const auto *area = key->findChild<FlowArea *>();
    const auto isInSight = [&](const QWidget *chip) {
        return area->viewport()->rect().contains(QRect(chip->mapTo(area->viewport(), QPoint()), chip->size()));
    };
    QTRY_VERIFY(std::ranges::all_of(key->chips(), isInSight));
    QVERIFY(!area->verticalScrollBar()->isVisible());
    // The table keeps its room, and the last chip is one step away.
    m_window->resize(700, 400);
    QTRY_VERIFY(area->verticalScrollBar()->isVisible());
    QVERIFY(area->height() <= recordView()->height() / 3);
    QVERIFY(isInSight(key->chips().first()));
    QVERIFY(!isInSight(key->chips().last()));
    key->chips().first()->setFocus();
    for (qsizetype i = 1; i < key->chips().size(); ++i) {
        QTest::keyClick(key->chips()[i - 1], Qt::Key_Right);
        QTRY_VERIFY(key->chips()[i]->hasFocus() && isInSight(key->chips()[i]));
    }
    m_window->resize(1300, 900);
    QTRY_VERIFY(std::ranges::all_of(key->chips(), isInSight));
}

void tst_WindowSize::cutsTheTextsOfALongPath()
{
    showWindow();
    openDump(record("r1", "app-with-a-long-name-of-its-own", "misc an-id-that-is-as-long-as-they-may-be-and-longer", kValue));
    m_window->resize(500, 600);
    auto *bar = m_window->findChild<PathBar *>();
    bar->goTo(u"app-with-a-long-name-of-its-own > misc > an-id-that-is-as-long-as-they-may-be-and-longer"_s);
    QTRY_COMPARE(bar->findChildren<QToolButton *>(Qt::FindChildrenRecursively).size(), 4);
    const auto isCutWell = [&] {
        const auto buttons = bar->findChildren<QToolButton *>();
        return std::ranges::all_of(buttons, [&](const QToolButton *button) {
            return button->width() >= button->sizeHint().width() &&
                   bar->rect().contains(QRect(button->mapTo(bar, QPoint()), button->size()));
        });
    };
    QTRY_VERIFY(isCutWell());
    // No more than needed: another letter or two in each of the texts would not fit.
    for (int width = 600; width <= 900; width += 100) {
        m_window->resize(width, 600);
        const auto isUsed = [&] {
            const QToolButton *last = bar->findChildren<QToolButton *>().last();
            return bar->width() - last->mapTo(bar, QPoint(last->width(), 0)).x() <= 10 * bar->fontMetrics().averageCharWidth();
        };
        QTRY_VERIFY(isCutWell() && isUsed());
    }
}

QTEST_MAIN(tst_WindowSize)
#include "tst_windowsize.moc"
