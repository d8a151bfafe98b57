#include "ui/editor/associationedit.h"

#include "model/items/itemtext.h"
#include "model/items/navigatortext.h"
#include "model/items/valuetext.h"
#include "model/record/associationmodel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardItemModel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxOffers = 40;
/// What a line edit holds; longer ids are shown cut and cannot be edited here.
constexpr qsizetype kMaxTyped = 8'000;
constexpr int kIdRole = Qt::UserRole + 1;
/// What the field shows of an offer; the list shows more.
constexpr int kTypedRole = Qt::UserRole + 2;

QString typedText(const QByteArray &stored)
{
    return visibleText(stored, kMaxTyped);
}

/// Ids that start like the text come first, then names; an id is offered once.
Result<QList<IdOffer>> offersFor(KeyLookup &lookup, const QByteArray &appId, const QByteArray &model, const QByteArray &typed,
                                 Progress &progress)
{
    const auto app = lookup.app(appId);
    if (!app)
        return app.error();
    auto offers = lookup.idsOf(*app, model, typed, kMaxOffers);
    if (!offers || offers->size() == kMaxOffers)
        return offers;
    const auto named = lookup.labelsStartingWith(model, typed, kMaxOffers, progress);
    if (!named)
        return named.error();
    for (const IdOffer &offer : *named) {
        const bool isThere = std::any_of(offers->begin(), offers->end(), [&](const IdOffer &one) { return one.id == offer.id; });
        if (!isThere && offers->size() < kMaxOffers)
            offers->append(offer);
    }
    return offers;
}

QString offerText(const IdOffer &offer)
{
    const QString id = offer.id.isEmpty() ? AssociationEdit::tr("(empty)") : visibleText(offer.id, 120);
    const QString records = countedText(offer.records, AssociationEdit::tr("1 record"), AssociationEdit::tr("%1 records"));
    QStringList parts;
    if (!offer.label.isEmpty())
        parts << visibleText(offer.label, 120);
    parts << id;
    if (offer.records > 0)
        parts << records;
    return parts.join(u" · "_s);
}

bool isWithin(const QWidget *widget, const QWidget *ancestor)
{
    // Not isAncestorOf(), which ends at windows: the list of a box is one.
    while (widget && widget != ancestor)
        widget = widget->parentWidget();
    return widget != nullptr;
}

} // namespace

AssociationEdit::AssociationEdit(QWidget *parent)
    : QWidget(parent)
    , m_model(new QComboBox(this))
    , m_id(new QLineEdit(this))
    , m_offers(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_offers, this))
{
    setObjectName(u"associationEdit"_s);
    createModelBox();
    createIdField();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_model);
    layout->addWidget(m_id, 1);
    setFocusProxy(m_id);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { takeFocusChange(now); });
}

AssociationEdit::~AssociationEdit()
{
    // A widget that goes gives its focus away when nothing of this is left to hear of it.
    qApp->disconnect(this);
}

void AssociationEdit::createModelBox()
{
    m_model->setObjectName(u"associationModel"_s);
    m_model->setAccessibleName(tr("Association model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const QByteArrayView name : knownAssociationModels())
        m_model->addItem(icon(modelIcon(ModelKind::Stored, name)), QString::fromUtf8(name));
    m_model->lineEdit()->setPlaceholderText(tr("model"));
    m_model->lineEdit()->installEventFilter(this);
    connect(m_model, &QComboBox::editTextChanged, this, &AssociationEdit::edited);
    // A list of offers for another model would be wrong.
    connect(m_model, &QComboBox::editTextChanged, m_offers, [this] { m_offers->clear(); });
}

void AssociationEdit::createIdField()
{
    m_id->setObjectName(u"associationId"_s);
    m_id->setAccessibleName(tr("Id"));
    m_id->setPlaceholderText(tr("id or name"));
    m_id->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_id->installEventFilter(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setCompletionRole(kTypedRole);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setObjectName(u"associationOffers"_s);
    m_id->setCompleter(m_completer);
    connect(m_id, &QLineEdit::textEdited, this, &AssociationEdit::askForOffers);
    connect(m_id, &QLineEdit::textChanged, this, &AssociationEdit::edited);
    for (const auto chosen :
         {qOverload<const QModelIndex &>(&QCompleter::activated), qOverload<const QModelIndex &>(&QCompleter::highlighted)})
        connect(m_completer, chosen, this, &AssociationEdit::takeOffer);
}

void AssociationEdit::setSource(std::shared_ptr<Workspace> workspace, const QByteArray &appId)
{
    m_lookup.setWorkspace(std::move(workspace));
    m_appId = appId;
}

void AssociationEdit::setPair(const QByteArray &model, const QByteArray &id)
{
    m_keptModel = {model, typedText(model)};
    m_keptId = {id, typedText(id)};
    m_model->setCurrentIndex(m_model->findText(m_keptModel.text));
    m_model->setEditText(m_keptModel.text);
    m_id->setText(m_keptId.text);
    const bool isTooLong = id.size() > kMaxTyped;
    m_id->setReadOnly(isTooLong);
    const bool isTyped = m_keptId.text.toUtf8() == id;
    setPlainToolTip(m_id, isTooLong ? tr("This id is too long to be edited here. It is kept as it is.")
                          : isTyped ? QString()
                                    : tr("This id holds characters that cannot be typed; they are shown as tokens. It is kept as it is "
                                         "unless you change it."));
}

QByteArray AssociationEdit::model() const
{
    return m_keptModel.read(m_model->currentText());
}

QByteArray AssociationEdit::id() const
{
    return m_keptId.read(m_id->text());
}

void AssociationEdit::startTyping()
{
    QLineEdit *field = m_model->currentText().isEmpty() ? m_model->lineEdit() : m_id;
    field->setFocus(Qt::OtherFocusReason);
    field->selectAll();
}

bool AssociationEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() == Qt::NoModifier;
    const bool isEscape = key->key() == Qt::Key_Escape;
    const bool isDown = watched == m_id && key->key() == Qt::Key_Down;
    if (!isEnter && !isEscape && !isDown)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (isDown)
        askForOffers();
    else if (isEscape)
        emit cancelled();
    else if (watched == m_id || !m_id->text().isEmpty())
        emit committed();
    else
        m_id->setFocus(Qt::OtherFocusReason);
    return true;
}

void AssociationEdit::takeFocusChange(QWidget *now)
{
    // Another window, or nothing at all, is no choice of the user's: what was typed waits.
    if (!isVisible() || !now || now->window() != window() || isWithin(now, this))
        return;
    emit committed();
}

void AssociationEdit::askForOffers()
{
    m_lookup.ask([appId = m_appId, model = model(),
                  typed = id()](KeyLookup &lookup, Progress &progress) { return offersFor(lookup, appId, model, typed, progress); },
                 [this](const Result<QList<IdOffer>> &offers) {
                     // Offers are a help: where they fail, people type on, and what is broken shows elsewhere.
                     if (offers)
                         showOffers(*offers);
                 });
}

void AssociationEdit::showOffers(const QList<IdOffer> &offers)
{
    m_offers->clear();
    const QIcon picture = icon(modelIcon(ModelKind::Stored, model()));
    for (const IdOffer &offer : offers) {
        auto *item = new QStandardItem(picture, offerText(offer));
        item->setData(offer.id, kIdRole);
        item->setData(typedText(offer.id), kTypedRole);
        m_offers->appendRow(item);
    }
    if (!offers.isEmpty() && m_id->hasFocus())
        m_completer->complete();
    else
        m_completer->popup()->hide();
}

void AssociationEdit::takeOffer(const QModelIndex &index)
{
    const QByteArray id = index.data(kIdRole).toByteArray();
    m_keptId = {id, typedText(id)};
    m_id->setText(m_keptId.text);
}

} // namespace persistence
