#pragma once

#include "model/bson/extendedjsonreader.h"
#include "ui/widgets/tone.h"

#include <QList>
#include <QString>

#include <optional>

namespace persistence {

/// What the buttons of the footer do.
enum class FooterAction { Discard, Compare, Save, GoToError, Keep, Delete, Details, TryAgain, ShowBoth, Overwrite, SaveAsNew, Unlock };

/// One button of the footer.
struct FooterButton
{
    FooterAction action = FooterAction::Save;
    /// The one that people most likely want; drawn strong.
    bool isMain = false;
    /// Why it is grey; empty: it is not.
    QString reason;

    bool operator==(const FooterButton &) const = default;
};

/// Everything that the state of a record in its editor depends on.
struct FooterFacts
{
    QString lockText; ///< why it cannot be changed; empty if it can
    bool canUnlock = false;
    bool isNew = false;
    bool isDeletion = false;
    bool isChanged = false;
    bool isLayoutOnly = false;
    std::optional<bson::JsonError> textError;
    int changes = 0;              ///< fields that differ from what is stored; 0 if that is not known yet
    bool isChangedBehind = false; ///< the stored record is not the one that editing began with
    bool isGoneBehind = false;    ///< it was deleted since
    bool isSaving = false;
    bool isJustSaved = false;
    QString failure;   ///< why saving failed; empty if it did not
    QString savedTime; ///< when it was saved last, such as "14:02"; empty if that is not known
};

/// What the footer says and offers (UX guide, section 3.3).
struct FooterState
{
    Tone tone = Tone::Neutral;
    QString text;
    QList<FooterButton> buttons;
    IconId picture = IconId::None; ///< in place of that of the tone

    bool operator==(const FooterState &) const = default;
};

[[nodiscard]] FooterState footerState(const FooterFacts &facts);
/// The text on a button: "Save".
[[nodiscard]] QString footerButtonText(FooterAction action);

} // namespace persistence
