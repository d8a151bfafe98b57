#include "ui/editor/appchooser.h"

#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(AppChooser)
};

/// An app of the list, or what was typed.
QByteArray chosenApp(const QComboBox *box)
{
    const int index = box->findText(box->currentText());
    return index >= 0 ? box->itemData(index).toByteArray() : box->currentText().trimmed().toUtf8();
}

QString buttonText(qint64 records)
{
    return countedText(records, Texts::tr("Move 1 record"), Texts::tr("Move %1 records"));
}

QString consequence(const AppMove &move, qint64 records, const QByteArray &to)
{
    if (to.isEmpty())
        return Texts::tr("Select an app, or type an app id.");
    if (to == move.from)
        return Texts::tr("That is the app they belong to now.");
    const QString from = move.from.isEmpty() ? Texts::tr("their apps") : appText(move.apps, move.from);
    const bool isKnown = std::any_of(move.apps.begin(), move.apps.end(), [&](const AppSummary &app) { return app.appId == to; });
    const QString text =
        records == 1
            ? Texts::tr("1 record moves from %1 to %2. Apps see only their own records: the one loses it, the other finds it by its key.")
                  .arg(from, appText(move.apps, to))
            : Texts::tr(
                  "%3 records move from %1 to %2. Apps see only their own records: the one loses them, the other finds them by their keys.")
                  .arg(from, appText(move.apps, to), numberText(records));
    return isKnown ? text : text + u' ' + Texts::tr("No app with this id has records here.");
}

void fillApps(QComboBox *box, const AppMove &move)
{
    for (const AppSummary &app : move.apps) {
        if (app.collection == Collection::Persistence && app.appId != move.from)
            box->addItem(icon(IconId::App), appText(move.apps, app.appId), app.appId);
    }
    box->setCurrentIndex(-1);
    box->lineEdit()->setPlaceholderText(Texts::tr("App or app id"));
}

} // namespace

QString appText(const QList<AppSummary> &apps, const QByteArray &appId)
{
    const auto app = std::find_if(apps.begin(), apps.end(), [&](const AppSummary &one) { return one.appId == appId; });
    const QString id = appId.isEmpty() ? Texts::tr("(empty)") : visibleText(appId, 80);
    if (app == apps.end() || app->name.isEmpty())
        return id;
    return u"%1 (%2)"_s.arg(visibleText(app->name, 80), id);
}

QDialog *openAppChooser(QWidget *parent, const AppMove &move,
                        const std::function<void(const QByteArray &appId, const RecordSelection &selection)> &done)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"appChooser"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Texts::tr("Move to another app"));
    auto *selections = new SelectionBox(move.selections, dialog);
    selections->setVisible(move.selections.size() > 1);
    auto *box = new QComboBox(dialog);
    box->setObjectName(u"chosenApp"_s);
    box->setAccessibleName(Texts::tr("App or app id"));
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    fillApps(box, move);
    auto *text = new PlainLabel({}, dialog);
    text->setObjectName(u"moveConsequence"_s);
    text->setWordWrap(true);
    text->setMinimumHeight(text->fontMetrics().height() * 4);
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton *agree = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    agree->setObjectName(u"moveRecords"_s);
    const auto update = [selections, box, text, agree, move] {
        const QByteArray to = chosenApp(box);
        const qint64 records = selections->selection().count;
        text->setText(consequence(move, records, to));
        agree->setText(buttonText(records));
        agree->setEnabled(!to.isEmpty() && to != move.from);
    };
    QObject::connect(box, &QComboBox::editTextChanged, dialog, update);
    QObject::connect(selections, &QComboBox::currentIndexChanged, dialog, update);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, [dialog, selections, box, done] {
        const QByteArray to = chosenApp(box);
        dialog->accept();
        done(to, selections->selection());
    });
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(selections);
    layout->addWidget(box);
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
    update();
    dialog->resize(520, dialog->sizeHint().height());
    dialog->open();
    box->setFocus();
    return dialog;
}

} // namespace persistence
