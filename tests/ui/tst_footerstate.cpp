#include "ui/editor/footerstate.h"
#include "ui/editor/footerstrip.h"

#include <QLabel>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

/// "Bad | Not saved: … | Details, *Try again*": a star for the main button, a minus for a grey one.
QString picture(const FooterState &state)
{
    static const char *const tones[] = {"Neutral", "Info", "Good", "Warning", "Alert", "Bad"};
    QStringList buttons;
    for (const FooterButton &button : state.buttons) {
        const QString text = footerButtonText(button.action);
        buttons.append(!button.reason.isEmpty() ? u"-%1-"_s.arg(text) : button.isMain ? u"*%1*"_s.arg(text) : text);
    }
    return u"%1 | %2 | %3"_s.arg(QLatin1String(tones[int(state.tone)]), state.text, buttons.join(u", "));
}

FooterFacts draft()
{
    FooterFacts facts;
    facts.isChanged = true;
    facts.changes = 3;
    return facts;
}

template <typename Change>
FooterFacts with(FooterFacts facts, Change change)
{
    change(facts);
    return facts;
}

const bson::JsonError kError{100, 12, 4, u"a comma is missing"_s};

} // namespace

Q_DECLARE_METATYPE(persistence::FooterFacts)

/// Every state of the footer, in the words of the UX guide, section 3.3.
class tst_FooterState : public QObject
{
    Q_OBJECT

private slots:
    void saysAndOffers_data();
    void saysAndOffers();
    void hasAtMostThreeButtonsAndAReasonForEachGreyOne();
    void givesUpTheDetailBeforeTheStateIsCut();
};

void tst_FooterState::saysAndOffers_data()
{
    QTest::addColumn<FooterFacts>("facts");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const FooterFacts &facts, const QString &expected) { QTest::newRow(name) << facts << expected; };
    row("nothing", {}, u"Neutral |  | "_s);
    row("no draft", with(FooterFacts(), [](FooterFacts &facts) { facts.savedTime = u"14:02"_s; }), u"Neutral | Saved 14:02. | "_s);
    row("draft", draft(), u"Warning | Record modified. 3 changes, not saved. | Discard, Compare, *Save*"_s);
    row("draft of one change", with(draft(), [](FooterFacts &facts) { facts.changes = 1; }),
        u"Warning | Record modified. 1 change, not saved. | Discard, Compare, *Save*"_s);
    row("new", with(draft(), [](FooterFacts &facts) { facts.isNew = true; }), u"Warning | New record, not saved. | Discard, *Save*"_s);
    row("layout only", with(FooterFacts(), [](FooterFacts &facts) { facts.isLayoutOnly = true; }),
        u"Neutral | Only the layout differs. There is nothing to save. | Discard"_s);
    row("errors", with(draft(), [](FooterFacts &facts) { facts.textError = kError; }),
        u"Bad | Cannot save while the value has errors: line 12, column 4. | Discard, Go to error, -Save-"_s);
    row("to be deleted", with(draft(), [](FooterFacts &facts) { facts.isDeletion = true; }),
        u"Bad | This record will be deleted. | Keep, *Delete*"_s);
    row("saving", with(draft(), [](FooterFacts &facts) { facts.isSaving = true; }), u"Info | Saving… | "_s);
    row("saved",
        with(FooterFacts(),
             [](FooterFacts &facts) {
                 facts.isJustSaved = true;
                 facts.savedTime = u"14:02"_s;
             }),
        u"Good | Record saved. | "_s);
    row("failed", with(draft(), [](FooterFacts &facts) { facts.failure = u"The disk is full."_s; }),
        u"Bad | Not saved: The disk is full. Your draft is kept. | Details, *Try again*"_s);
    row("changed behind", with(draft(), [](FooterFacts &facts) { facts.isChangedBehind = true; }),
        u"Alert | This record changed since you opened it. Saving would overwrite that change. | Discard, *Show both*, Overwrite"_s);
    row("gone behind", with(draft(), [](FooterFacts &facts) { facts.isGoneBehind = true; }),
        u"Alert | This record was deleted since you opened it. | Discard, *Save as new record*"_s);
    row("failed because it changed behind",
        with(draft(),
             [](FooterFacts &facts) {
                 facts.isChangedBehind = true;
                 facts.failure = u"x"_s;
             }),
        u"Alert | This record changed since you opened it. Saving would overwrite that change. | Discard, *Show both*, Overwrite"_s);
    row("errors that changed behind",
        with(draft(),
             [](FooterFacts &facts) {
                 facts.isChangedBehind = true;
                 facts.textError = kError;
             }),
        u"Bad | Cannot save while the value has errors: line 12, column 4. | Discard, Go to error, -Save-"_s);
    row("locked",
        with(FooterFacts(),
             [](FooterFacts &facts) {
                 facts.lockText = u"Locked: opened from a dump."_s;
                 facts.canUnlock = true;
             }),
        u"Neutral | Locked: opened from a dump. | Unlock…"_s);
    row("locked for good", with(FooterFacts(), [](FooterFacts &facts) { facts.lockText = u"Locked: read-only."_s; }),
        u"Neutral | Locked: read-only. | "_s);
    row("locked with a draft",
        with(draft(),
             [](FooterFacts &facts) {
                 facts.lockText = u"Locked: by you."_s;
                 facts.canUnlock = true;
             }),
        u"Neutral | Locked: by you. Your draft is kept. | Unlock…"_s);
}

void tst_FooterState::saysAndOffers()
{
    QFETCH(FooterFacts, facts);
    QFETCH(QString, expected);
    QCOMPARE(picture(footerState(facts)), expected);
}

void tst_FooterState::hasAtMostThreeButtonsAndAReasonForEachGreyOne()
{
    // All combinations of the yes-no facts.
    for (int bits = 0; bits < 1 << 10; ++bits) {
        FooterFacts facts;
        const auto bit = [bits](int number) { return (bits >> number & 1) != 0; };
        facts.lockText = bit(0) ? u"Locked: by you."_s : QString();
        facts.canUnlock = bit(1);
        facts.isNew = bit(2);
        facts.isDeletion = bit(3);
        facts.isChanged = bit(4) || facts.isNew || facts.isDeletion || bit(5);
        facts.isLayoutOnly = bit(6) && !facts.isChanged;
        if (bit(5))
            facts.textError = kError;
        facts.isChangedBehind = bit(7);
        facts.isGoneBehind = bit(8);
        facts.failure = bit(9) ? u"The disk is full."_s : QString();
        const FooterState state = footerState(facts);
        QVERIFY(state.buttons.size() <= 3);
        // Whatever else is true, a draft is never silent.
        QVERIFY(!facts.isChanged || !state.text.isEmpty());
    }
}

void tst_FooterState::givesUpTheDetailBeforeTheStateIsCut()
{
    FooterStrip strip;
    strip.setDetail(u"649 bytes"_s);
    strip.showState({Tone::Alert, u"This record changed since you opened it. Saving would overwrite that change."_s, {}});
    const auto *text = strip.findChild<QLabel *>(u"footerText"_s);
    const auto *detail = strip.findChild<QLabel *>(u"footerDetail"_s);
    strip.show();
    strip.resize(text->sizeHint().width() + 60, strip.height());
    QTRY_VERIFY(!detail->isVisible());
    QTRY_VERIFY(text->width() >= text->sizeHint().width());
    strip.resize(2 * strip.width(), strip.height());
    QTRY_VERIFY(detail->isVisible());
}

QTEST_MAIN(tst_FooterState)
#include "tst_footerstate.moc"
