#include "model/bson/builder.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/celllinks.h"
#include "ui/editor/valuetreeview.h"

#include <QDialog>
#include <QMenu>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

/// Long lists and long texts in the value tree: the bars and links that lead to the rest, by mouse and by keys.
class tst_ValueBars : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void leadsIntoALongArrayByAClick();
    void leadsIntoALongArrayByTheMenu();
    void showsAndHidesTheRestOfAnObject();
    void togglesABarByEnter();
    void opensALongTextByAClick();
    void keepsTheLinkOutOfANarrowColumn();

private:
    /// The middle of a link of a cell.
    QPoint linkAt(const QModelIndex &cell, size_t number) const
    {
        QStyleOptionViewItem option;
        option.initFrom(m_view.get());
        option.rect = m_view->visualRect(cell);
        const std::vector<CellLink> links = cellLinks(option, cell);
        return number < links.size() ? links[number].rect.center() : QPoint(-1, -1);
    }

    QModelIndex scrolledTo(const QModelIndex &row) const
    {
        m_view->scrollTo(row);
        return row;
    }

    std::unique_ptr<ValueTreeModel> m_model;
    std::unique_ptr<ValueTreeView> m_view;
};

void tst_ValueBars::init()
{
    bson::Builder builder;
    builder.openArray("items");
    for (int i = 0; i < 5'000; ++i)
        builder.appendInt32(QByteArray::number(i), i);
    builder.close();
    builder.openDocument("object");
    for (int i = 0; i < 60; ++i)
        builder.appendInt32("f" + QByteArray::number(i), i);
    builder.close();
    builder.appendString("text", QByteArray(1'234'567, 'x'));
    m_view.reset();
    m_model = std::make_unique<ValueTreeModel>();
    m_view = std::make_unique<ValueTreeView>(m_model.get());
    m_model->showDocument(builder.finish().toByteArray());
    m_view->resize(800, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void tst_ValueBars::leadsIntoALongArrayByAClick()
{
    const QModelIndex items = m_model->index(0, 0);
    m_view->expand(items);
    const QModelIndex bar = scrolledTo(m_model->index(100, 0, items));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, linkAt(bar.siblingAtColumn(1), 1));
    const QModelIndex range = m_view->currentIndex();
    QCOMPARE(range.siblingAtColumn(0).data().toString(), u"Items 2,500–2,599"_s);
    QVERIFY(m_view->isExpanded(bar) && m_view->isExpanded(range.siblingAtColumn(0)));
    QCOMPARE(m_view->visualRect(range).top(), 0);
    QCOMPARE(m_model->index(0, 1, range.siblingAtColumn(0)).data().toString(), u"2500"_s);
}

void tst_ValueBars::leadsIntoALongArrayByTheMenu()
{
    const QModelIndex items = m_model->index(0, 0);
    m_view->expand(items);
    m_view->setCurrentIndex(scrolledTo(m_model->index(100, 0, items)));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), m_view->mapToGlobal(QPoint(5, 5)));
    QCoreApplication::sendEvent(m_view->viewport(), &event);
    auto *menu = m_view->findChild<QMenu *>();
    QVERIFY(menu);
    QCOMPARE(menu->actions().at(2)->text(), u"Show items 4,900–4,999"_s);
    menu->actions().at(2)->trigger();
    menu->close();
    QCOMPARE(m_view->currentIndex().siblingAtColumn(0).data().toString(), u"Items 4,900–4,999"_s);
}

void tst_ValueBars::showsAndHidesTheRestOfAnObject()
{
    const QModelIndex object = m_model->index(1, 0);
    m_view->expand(object);
    const QModelIndex bar = scrolledTo(m_model->index(25, 0, object));
    QCOMPARE(bar.data().toString(), u"Show 35 more fields"_s);
    const auto click = [&] { QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->visualRect(bar).center()); };
    click();
    QVERIFY(m_view->isExpanded(bar));
    m_view->scrollTo(bar);
    click();
    QVERIFY(!m_view->isExpanded(bar));
}

void tst_ValueBars::togglesABarByEnter()
{
    const QModelIndex items = m_model->index(0, 0);
    m_view->expand(items);
    const QModelIndex bar = m_model->index(100, 0, items);
    m_view->setCurrentIndex(bar);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(m_view->isExpanded(bar));
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(!m_view->isExpanded(bar));
}

void tst_ValueBars::opensALongTextByAClick()
{
    const QModelIndex text = m_model->index(2, 1);
    m_view->setCurrentIndex(text);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, linkAt(text, 0));
    QVERIFY(m_view->findChild<QDialog *>(u"wholeText"_s));
}

void tst_ValueBars::keepsTheLinkOutOfANarrowColumn()
{
    m_view->resize(400, 400);
    QCOMPARE(linkAt(m_model->index(2, 1), 0), QPoint(-1, -1));
    QCOMPARE(linkAt(m_model->index(1, 1), 0), QPoint(-1, -1));
}

QTEST_MAIN(tst_ValueBars)
#include "tst_valuebars.moc"
