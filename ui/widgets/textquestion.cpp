#include "ui/widgets/textquestion.h"

#include "ui/widgets/plaintext.h"

#include <QInputDialog>

namespace persistence {

namespace {

/// A filter, or a name that is given to one, is read as a whole.
constexpr int kCharacters = 60;

} // namespace

QInputDialog *openQuestion(QWidget *parent, const TextQuestion &question)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setObjectName(question.name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    dialog->setLabelText(question.label);
    dialog->setTextValue(question.text);
    dialog->setOkButtonText(plainButtonText(question.button));
    dialog->resize(kCharacters * dialog->fontMetrics().averageCharWidth(), dialog->sizeHint().height());
    dialog->open();
    return dialog;
}

} // namespace persistence
