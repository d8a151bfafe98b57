#include "ui/editor/footerstate.h"

#include <QCoreApplication>
#include <QLocale>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FooterState)
};

FooterButton main(FooterAction action)
{
    return {action, true, {}};
}

FooterButton plain(FooterAction action)
{
    return {action, false, {}};
}

FooterState locked(const FooterFacts &facts)
{
    FooterState state{Tone::Neutral, facts.lockText, {}, IconId::Locked};
    if (facts.isChanged)
        state.text = Texts::tr("%1 Your draft is kept.").arg(facts.lockText);
    if (facts.canUnlock)
        state.buttons = {plain(FooterAction::Unlock)};
    return state;
}

FooterState failed(const FooterFacts &facts)
{
    return {Tone::Bad,
            Texts::tr("Not saved: %1 Your draft is kept.").arg(facts.failure),
            {plain(FooterAction::Details), main(FooterAction::TryAgain)},
            {}};
}

FooterState broken(const FooterFacts &facts)
{
    const QLocale locale;
    const QString text = Texts::tr("Cannot save while the value has errors: line %1, column %2.")
                             .arg(locale.toString(facts.textError->line), locale.toString(facts.textError->column));
    const FooterButton save{FooterAction::Save, false, Texts::tr("Text with errors cannot be saved. It is kept as you typed it.")};
    return {Tone::Bad, text, {plain(FooterAction::Discard), plain(FooterAction::GoToError), save}, {}};
}

FooterState modified(const FooterFacts &facts)
{
    const QList<FooterButton> buttons = {plain(FooterAction::Discard), plain(FooterAction::Compare), main(FooterAction::Save)};
    if (facts.isNew)
        return {Tone::Warning, Texts::tr("New record, not saved."), {buttons[0], buttons[2]}, {}};
    if (facts.changes == 0)
        return {Tone::Warning, Texts::tr("Record modified. Not saved."), buttons, {}};
    const QString text = facts.changes == 1 ? Texts::tr("Record modified. 1 change, not saved.")
                                            : Texts::tr("Record modified. %1 changes, not saved.").arg(QLocale().toString(facts.changes));
    return {Tone::Warning, text, buttons, {}};
}

} // namespace

FooterState footerState(const FooterFacts &facts)
{
    if (facts.isSaving)
        return {Tone::Info, Texts::tr("Saving…"), {}, {}};
    if (!facts.lockText.isEmpty())
        return locked(facts);
    if (facts.textError)
        return broken(facts);
    if (facts.isChanged && facts.isGoneBehind)
        return {Tone::Alert,
                Texts::tr("This record was deleted since you opened it."),
                {plain(FooterAction::Discard), main(FooterAction::SaveAsNew)},
                {}};
    if (facts.isChanged && facts.isChangedBehind)
        return {Tone::Alert,
                Texts::tr("This record changed since you opened it. Saving would overwrite that change."),
                {plain(FooterAction::Discard), main(FooterAction::ShowBoth), plain(FooterAction::Overwrite)},
                {}};
    if (!facts.failure.isEmpty())
        return failed(facts);
    if (facts.isDeletion)
        return {Tone::Bad, Texts::tr("This record will be deleted."), {plain(FooterAction::Keep), main(FooterAction::Delete)}, {}};
    if (facts.isChanged)
        return modified(facts);
    if (facts.isLayoutOnly)
        return {
            Tone::Neutral, Texts::tr("Only the layout differs. There is nothing to save."), {plain(FooterAction::Discard)}, IconId::Info};
    if (facts.isJustSaved)
        return {Tone::Good, Texts::tr("Record saved."), {}, {}};
    if (!facts.savedTime.isEmpty())
        return {Tone::Neutral, Texts::tr("Saved %1.").arg(facts.savedTime), {}, IconId::Check};
    return {};
}

QString footerButtonText(FooterAction action)
{
    switch (action) {
    case FooterAction::Discard:
        return Texts::tr("Discard");
    case FooterAction::Compare:
        return Texts::tr("Compare");
    case FooterAction::Save:
        return Texts::tr("Save");
    case FooterAction::GoToError:
        return Texts::tr("Go to error");
    case FooterAction::Keep:
        return Texts::tr("Keep");
    case FooterAction::Delete:
        return Texts::tr("Delete");
    case FooterAction::Details:
        return Texts::tr("Details");
    case FooterAction::TryAgain:
        return Texts::tr("Try again");
    case FooterAction::ShowBoth:
        return Texts::tr("Show both");
    case FooterAction::Overwrite:
        return Texts::tr("Overwrite");
    case FooterAction::SaveAsNew:
        return Texts::tr("Save as new record");
    case FooterAction::Unlock:
        return Texts::tr("Unlock…");
    }
    return {};
}

} // namespace persistence
