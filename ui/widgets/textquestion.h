#pragma once

#include <QString>

class QInputDialog;
class QWidget;

namespace persistence {

/// A question for one line of text.
struct TextQuestion
{
    QString name; ///< of the dialog
    QString title;
    QString label;
    QString text;   ///< what stands in the line at first
    QString button; ///< what is done with the answer
};

/// Asks without blocking. textValueSelected() brings the answer; the dialog deletes itself.
QInputDialog *openQuestion(QWidget *parent, const TextQuestion &question);

} // namespace persistence
