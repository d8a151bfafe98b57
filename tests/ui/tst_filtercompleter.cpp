#include "model/items/completionmodel.h"
#include "tests/support/heldreaders.h"
#include "tests/support/smallworkspace.h"
#include "ui/records/completionpopup.h"
#include "ui/records/filterbar.h"
#include "ui/records/filtercompleter.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// The list that completes what is typed into the filter bar, by real keys.
class TestFilterCompleter final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QLineEdit *line() const { return m_panel->findChild<QLineEdit *>(u"filterEdit"_s); }
    [[nodiscard]] CompletionPopup *popup() const { return m_panel->window()->findChild<CompletionPopup *>(); }
    [[nodiscard]] bool isOpen() const { return popup() && popup()->isVisible(); }
    [[nodiscard]] QString count() const { return m_panel->findChild<PlainLabel *>(u"recordCount"_s)->text(); }
    [[nodiscard]] QString offers() const
    {
        QStringList texts;
        for (int row = 0; isOpen() && row < popup()->model()->rowCount(); ++row)
            texts.append(popup()->model()->index(row, 0).data().toString());
        return texts.join(u' ');
    }
    /// Records of one kind have a column for each field.
    void showOneKind() const
    {
        const auto reader = *m_small.workspace()->reader();
        const AppRow app = reader->apps()->first().row;
        m_panel->showGroup({app, reader->models(app)->first().row, {}});
    }
    /// The box over a column, with the cursor in it; null until it is there.
    [[nodiscard]] QLineEdit *box(const QString &title) const
    {
        m_panel->findChild<QAbstractButton *>(u"showFilterRow"_s)->setChecked(true);
        QLineEdit *found = nullptr;
        for (QLineEdit *candidate : m_panel->findChild<QWidget *>(u"filterRow"_s)->findChildren<QLineEdit *>())
            found = candidate->accessibleName() == u"Filter by "_s + title ? candidate : found;
        if (found)
            found->setFocus();
        return found;
    }
    void type(const QString &text) const { QTest::keyClicks(line(), text); }
    /// Waits until it is known that there is nothing to offer.
    void typeAndLookUp(const QString &text) const
    {
        QSignalSpy closed(line()->findChild<FilterCompleter *>(), &FilterCompleter::closed);
        type(text);
        QVERIFY(closed.wait(20'000));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(line(), key, modifiers); }

private slots:
    void init()
    {
        m_panel = std::make_unique<RecordsPanel>();
        m_panel->setWorkspace(m_small.workspace());
        m_panel->showGroup({});
        m_panel->resize(900, 400);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        QTRY_COMPARE(count(), u"2 records"_s);
        // The survey has arrived once columns can be chosen.
        QTRY_VERIFY(m_panel->findChild<QAbstractButton *>(u"chooseColumns"_s)->isEnabled());
        line()->setFocus();
    }
    void cleanup() { m_panel.reset(); }

    void offersFieldsWithTypeAndFillRateWhileOneTypes()
    {
        type(u"rem"_s);
        QTRY_COMPARE(offers(), u"data.remark"_s);
        QCOMPARE(popup()->model()->index(0, CompletionModel::DescriptionColumn).data().toString(), u"Text, in 1 of 2 records"_s);
        QCOMPARE(popup()->chosen(), -1);
        QVERIFY(line()->hasFocus());
    }

    void writesWhatTabAndEnterChoose()
    {
        type(u"rem"_s);
        QTRY_VERIFY(isOpen());
        press(Qt::Key_Tab);
        QCOMPARE(line()->text(), u"data.remark"_s);
        QVERIFY(!isOpen());
        QVERIFY(line()->hasFocus());
        type(u"~crash r"_s);
        QTRY_COMPARE(offers(), u"recordid: data.rating data.remark data.reason"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(popup()->chosen(), 1);
        press(Qt::Key_Return);
        QCOMPARE(line()->text(), u"data.remark~crash data.rating"_s);
        type(u"=5"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
    }

    void asksForTheValueBehindAWordAndQuotesIt()
    {
        type(u"us"_s);
        QTRY_COMPARE(offers(), u"user:"_s);
        press(Qt::Key_Tab);
        QTRY_COMPARE(offers(), u"@alice \"@bob b\" u1 u2"_s);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QCOMPARE(popup()->chosen(), 1);
        press(Qt::Key_Return);
        QCOMPARE(line()->text(), u"user:\"@bob b\""_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
    }

    void quotesANameWithQuotes()
    {
        type(u"app:po"_s);
        QTRY_VERIFY(isOpen());
        press(Qt::Key_Tab);
        QCOMPARE(line()->text(), u"app:\"Poll \\\"2\\\"\""_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(count(), u"2 of 2 records"_s);
    }

    void enterWithNothingChosenFilters()
    {
        type(u"cra"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
        line()->clear();
        type(u"re"_s);
        QTRY_VERIFY(isOpen());
        press(Qt::Key_Return);
        QVERIFY(!isOpen());
        QCOMPARE(line()->text(), u"re"_s);
    }

    void escClosesTheListBeforeItClearsTheLine()
    {
        type(u"app:"_s);
        QTRY_VERIFY(isOpen());
        press(Qt::Key_Escape);
        QVERIFY(!isOpen());
        QCOMPARE(line()->text(), u"app:"_s);
        press(Qt::Key_Escape);
        QVERIFY(line()->text().isEmpty());
    }

    void tellsOfAnErrorOnlyOnceTheListIsClosed()
    {
        const auto *error = m_panel->findChild<QWidget *>(u"filterError"_s);
        HeldReaders readers;
        type(u"app:"_s);
        QTest::qWait(FilterBar::kPauseMs + 100); // The filter is read after a pause in typing.
        QVERIFY(error->isHidden());
        readers.letGo();
        QTRY_VERIFY(isOpen());
        QTest::qWait(FilterBar::kPauseMs + 100);
        QVERIFY(isOpen());
        QVERIFY(error->isHidden());
        press(Qt::Key_Escape);
        QTRY_VERIFY(!error->isHidden());
    }

    void tellsOfAnErrorWhereNothingIsOffered()
    {
        type(u"app:nobody)"_s);
        QTRY_VERIFY(!m_panel->findChild<QWidget *>(u"filterError"_s)->isHidden());
        QVERIFY(!isOpen());
    }

    void opensOnRequestAndNotWithEachSpace()
    {
        typeAndLookUp(u"rating "_s);
        QVERIFY(!isOpen());
        press(Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(isOpen());
        QVERIFY(offers().startsWith(u"app: model: id:"));
        m_panel->findChild<QWidget *>(u"recordTable"_s)->setFocus();
        QVERIFY(!isOpen());
    }

    void completesNamesInTheBoxOverTheKeys()
    {
        QLineEdit *box = this->box(u"Key"_s);
        QVERIFY(box);
        QTest::keyClicks(box, u"=@b"_s);
        QTRY_COMPARE(offers(), u"\"@bob b\""_s);
        QTest::keyClick(box, Qt::Key_Tab);
        QCOMPARE(box->text(), u"=@bob b"_s);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
        QCOMPARE(line()->text(), u"id:\"@bob b\""_s);
    }

    void offersTheValuesOfAFieldInTheLine()
    {
        type(u"data.rating>="_s);
        QTRY_COMPARE(offers(), u"1 5"_s);
        QCOMPARE(popup()->model()->index(0, CompletionModel::DescriptionColumn).data().toString(), u"Int32, in 1 of 2 records"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(line()->text(), u"data.rating>=5"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
    }

    void offersNoValuesOfAFieldThatNoRecordHas()
    {
        typeAndLookUp(u"data.nothing="_s);
        QVERIFY(!isOpen());
    }

    void offersTheValuesOfAColumnInItsBox()
    {
        showOneKind();
        QTRY_VERIFY(this->box(u"remark"_s));
        QLineEdit *box = this->box(u"remark"_s);
        QTest::keyClick(box, Qt::Key_Down);
        QTRY_COMPARE(offers(), u"=crash"_s);
        QTest::keyClick(box, Qt::Key_Escape);
        QVERIFY(!isOpen());
        QTest::keyClicks(box, u"RAS"_s);
        QTRY_COMPARE(offers(), u"=crash"_s);
        QCOMPARE(popup()->chosen(), -1);
        QTest::keyClick(box, Qt::Key_Down);
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(!isOpen());
        QCOMPARE(box->text(), u"=crash"_s);
        QTRY_COMPARE(line()->text(), u"data.remark=crash"_s);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
    }

    void enterInABoxFiltersByWhatIsTyped()
    {
        showOneKind();
        QTRY_VERIFY(this->box(u"rating"_s));
        QLineEdit *box = this->box(u"rating"_s);
        QTest::keyClicks(box, u"<="_s);
        QTRY_COMPARE(offers(), u"1 5"_s);
        QTest::keyClicks(box, u"1"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(!isOpen());
        QCOMPARE(box->text(), u"<=1"_s);
        QTRY_COMPARE(count(), u"1 of 2 records"_s);
    }

    void offersNoValuesWhileTheyAreHidden()
    {
        m_panel->setValuesHidden(true);
        typeAndLookUp(u"data.rating="_s);
        QVERIFY(!isOpen());
    }

    void staysInsideOfASmallWindow()
    {
        m_panel->resize(300, 160);
        type(u"r"_s);
        QTRY_VERIFY(isOpen());
        QVERIFY(m_panel->rect().contains(popup()->geometry()));
        m_panel->resize(500, 160);
        QTRY_VERIFY(line()->width() > 200 && isOpen());
        QVERIFY(m_panel->rect().contains(popup()->geometry()));
    }

    void itsRowsPassTheModelTester()
    {
        CompletionModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setItems({{"user:", u"association model"_s}, {"a\nb", {}}});
        QCOMPARE(resets.size(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), u"user:"_s);
        QCOMPARE(model.index(0, 1).data().toString(), u"association model"_s);
        QVERIFY(!model.index(1, 0).data().toString().contains(u'\n'));
    }

private:
    // Behind the slots: moc does not see slots behind raw strings.
    const SmallWorkspace m_small{
        R"({"_id":"u1","username":"alice","name":"Alice A","emails":[]})"
        "\n"
        R"({"_id":"u2","username":"bob b","name":"Bob","emails":[]})"
        "\n"
        R"({"_id":"d","id":"app-1","info":{"id":"app-1","name":"Poll \"2\"","nameSlug":"poll","version":"1.0.0"},"status":"manually_enabled"})"
        "\n" +
        record("1", "app-1", "user u1,misc feedback", R"({"rating":5,"remark":"crash"})") +
        record("2", "app-1", "user u2,misc feedback", R"({"rating":1,"reason":"slow"})")};
    std::unique_ptr<RecordsPanel> m_panel;
};

QTEST_MAIN(TestFilterCompleter)
#include "tst_filtercompleter.moc"
