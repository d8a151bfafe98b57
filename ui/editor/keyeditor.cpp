#include "ui/editor/keyeditor.h"

#include "model/items/itemtext.h"
#include "ui/editor/associationedit.h"
#include "ui/editor/keychip.h"
#include "ui/editor/keyhintlist.h"
#include "ui/editor/keywatch.h"
#include "ui/widgets/flowarea.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QApplication>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Not QWidget::focusWidget(), which tells where the focus was last.
bool hasFocusIn(const QWidget *widget)
{
    const QWidget *focused = QApplication::focusWidget();
    return focused && (focused == widget || widget->isAncestorOf(focused));
}

} // namespace

KeyEditor::KeyEditor(QWidget *parent)
    : QWidget(parent)
    , m_area(new FlowArea(this))
    , m_noKey(new PlainLabel(tr("No key: apps can read this record only by its record id."), m_area->content()))
    , m_add(new QToolButton(m_area->content()))
    , m_normalise(new QToolButton(m_area->content()))
    , m_hintToggle(new QToolButton(m_area->content()))
    , m_dropMark(new QWidget(m_area->content()))
    , m_message(new MessageBar(this))
    , m_hints(new KeyHintList(this))
    , m_watch(new KeyWatch(this))
{
    setObjectName(u"keyEditor"_s);
    createButtons();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_area);
    layout->addWidget(m_message);
    layout->addWidget(m_hints);
    connectSignals();
    follow();
}

KeyEditor::~KeyEditor() = default;

void KeyEditor::createButtons()
{
    m_noKey->setObjectName(u"noKey"_s);
    m_noKey->setDimmed(true);
    m_add->setObjectName(u"addAssociation"_s);
    m_add->setIcon(icon(IconId::Add));
    m_add->setText(tr("Add association"));
    m_add->setAccessibleName(tr("Add association"));
    setPlainToolTip(m_add, tr("Add an association at the end of the key (+)"));
    m_normalise->setObjectName(u"normaliseKey"_s);
    m_normalise->setText(tr("Normalise"));
    setPlainToolTip(m_normalise, tr("Write the odd associations as {model, id}, so that apps find the record"));
    m_hintToggle->setObjectName(u"keyHintToggle"_s);
    m_hintToggle->setCheckable(true);
    m_hintToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton *button : {m_add, m_normalise, m_hintToggle}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    m_dropMark->setAutoFillBackground(true);
    m_dropMark->setBackgroundRole(QPalette::Highlight);
    m_dropMark->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_dropMark->hide();
}

void KeyEditor::connectSignals()
{
    connect(m_add, &QToolButton::clicked, this, &KeyEditor::addAssociation);
    connect(m_normalise, &QToolButton::clicked, this, &KeyEditor::normalise);
    connect(m_hintToggle, &QToolButton::toggled, m_hints, &QWidget::setVisible);
    connect(m_hints, &KeyHintList::placeRequested, this, &KeyEditor::placeRequested);
    connect(m_watch, &KeyWatch::answered, this, &KeyEditor::takeInsight);
    connect(m_watch, &KeyWatch::failed, this, &KeyEditor::showError);
}

void KeyEditor::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_workspace = std::move(workspace);
    m_watch->setWorkspace(m_workspace);
}

void KeyEditor::setKnown(const std::vector<KeyPart> &key)
{
    commitOpenEditor();
    m_known = key;
    m_asked.clear();
    follow();
}

void KeyEditor::setBuffer(EditBuffer *buffer, bool isLocked)
{
    const bool isOther = buffer != m_buffer;
    if (isOther || isLocked)
        commitOpenEditor();
    if (isOther && m_buffer)
        m_buffer->disconnect(this);
    m_buffer = buffer;
    m_isLocked = isLocked;
    if (isOther) {
        m_asked.clear();
        m_message->clear();
        m_hints->setHints({});
        m_hintToggle->setChecked(false);
        if (buffer)
            connect(buffer, &EditBuffer::bodyChanged, this, &KeyEditor::follow);
    }
    follow();
}

bool KeyEditor::isEditable() const
{
    return m_buffer && !m_isLocked && m_buffer->stored().collection == Collection::Persistence;
}

void KeyEditor::setRoom(int height)
{
    m_area->setMaximumHeight(std::max(height, m_area->minimumSizeHint().height()));
}

bool KeyEditor::isLookingForHints() const
{
    return m_watch->isBusy();
}

std::vector<EditedPart> KeyEditor::parts() const
{
    if (m_buffer && m_buffer->stored().collection == Collection::Persistence)
        return editedParts(m_buffer->edited(), m_known);
    std::vector<EditedPart> parts;
    for (const KeyPart &part : m_known)
        parts.push_back({part, {}});
    return parts;
}

bool KeyEditor::isKeyEdited() const
{
    if (!m_buffer)
        return false;
    const bson::DocumentView stored(m_buffer->stored().body), edited(m_buffer->body());
    RecordIndex before, after;
    indexRecord(stored, Collection::Persistence, before);
    indexRecord(edited, Collection::Persistence, after);
    return before.appId != after.appId ||
           !updateFinds(keyElements(stored).value_or(KeyElements()), keyElements(edited).value_or(KeyElements()));
}

/// Shows the key as it is in the buffer now.
void KeyEditor::follow()
{
    updateChips(parts());
    const auto normal = isEditable() ? normaliseKey(m_buffer->edited()) : Result<QByteArray>(QByteArray());
    m_normalise->setVisible(isEditable() && normal && *normal != m_buffer->body());
    const bool hasRecord = m_buffer && m_buffer->stored().collection == Collection::Persistence;
    m_noKey->setVisible(hasRecord && m_shown.empty());
    m_add->setVisible(isEditable());
    m_add->setToolButtonStyle(m_shown.empty() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    setCurrentGroup(m_group);
    showHits();
    arrange();
    askForHints();
}

void KeyEditor::setHits(std::shared_ptr<const RecordHits> hits)
{
    m_hits = std::move(hits);
    showHits();
}

void KeyEditor::showHits()
{
    for (int i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setHits(m_hits.get(), i);
}

/// Asks again if key or app are others than those asked for last; an edit of the value changes nothing here.
void KeyEditor::askForHints()
{
    if (!m_buffer || m_buffer->stored().collection != Collection::Persistence) {
        m_watch->cancel();
        m_asked.clear();
        takeInsight({});
        return;
    }
    RecordIndex index;
    const bson::DocumentView document(m_buffer->body());
    indexRecord(document, Collection::Persistence, index);
    QByteArray asked = index.appId.toByteArray() + '\0';
    if (const auto list = document.find("associations"))
        asked += list->bytes();
    if (asked == m_asked)
        return;
    m_asked = asked;
    m_watch->ask({m_buffer->stored().row, m_buffer->isNew() ? QByteArray() : m_buffer->stored().body, m_buffer->body()});
}

/// Chips that show the same as before stay, with the focus and the mouse that may be on them.
void KeyEditor::updateChips(std::vector<EditedPart> now)
{
    const QList<KeyChip *> before = std::exchange(m_chips, {});
    for (size_t i = 0; i < now.size(); ++i) {
        const bool isSame = i < m_shown.size() && m_shown[i] == now[i];
        m_chips.append(isSame ? before[qsizetype(i)] : createChip(now[i]));
        m_chips.last()->setUnlocked(isEditable());
    }
    for (KeyChip *chip : before) {
        if (m_chips.contains(chip))
            continue;
        // Later, because a click on a chip may be what replaces it.
        chip->hide();
        chip->deleteLater();
    }
    m_shown = std::move(now);
}

/// Puts everything into the line in its order, with the open editor in the place of its chip.
void KeyEditor::arrange()
{
    FlowLayout *flow = m_area->flow();
    while (QLayoutItem *item = flow->takeAt(0))
        delete item;
    m_editIndex = qMin(m_editIndex, int(m_chips.size()));
    for (int i = 0; i < m_chips.size(); ++i) {
        if (m_edit && i == m_editIndex)
            flow->addWidget(m_edit);
        m_chips[i]->setVisible(!m_edit || i != m_editIndex);
        if (!m_edit || i != m_editIndex)
            flow->addWidget(m_chips[i]);
    }
    if (m_edit && m_editIndex == m_chips.size())
        flow->addWidget(m_edit);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_noKey, m_add, m_normalise, m_hintToggle}) {
        if (!widget->isHidden())
            flow->addWidget(widget);
    }
    m_area->setVisible(flow->count() > 0);
    m_area->updateGeometry();
}

KeyChip *KeyEditor::createChip(const EditedPart &part)
{
    auto *chip = new KeyChip(part.part, part.explanation, m_area->content());
    const auto index = [this, chip] { return int(m_chips.indexOf(chip)); };
    connect(chip, &KeyChip::groupRequested, this, [this, group = part.part.group] { emit groupRequested(group); });
    connect(chip, &KeyChip::editRequested, this, [this, index] { edit(index()); });
    connect(chip, &KeyChip::removeRequested, this, [this, index] { remove(index()); });
    connect(chip, &KeyChip::addRequested, this, &KeyEditor::addAssociation);
    connect(chip, &KeyChip::menuRequested, this, [this, index](const QPoint &position) { showMenu(index(), position); });
    connect(chip, &KeyChip::moveRequested, this, [this, index](int direction) { move(index(), index() + direction); });
    connect(chip, &KeyChip::stepRequested, this, [this, index](int direction) { focusChip(index() + direction); });
    connect(chip, &KeyChip::dragged, this, &KeyEditor::showDropPlace);
    connect(chip, &KeyChip::dropped, this, [this, index](const QPoint &position) {
        m_dropMark->hide();
        if (position.isNull())
            return;
        const int to = dropIndex(position);
        move(index(), to > index() ? to - 1 : to);
    });
    return chip;
}

void KeyEditor::setCurrentGroup(const Group &group)
{
    m_group = group;
    for (KeyChip *chip : m_chips)
        chip->setCurrent(group.model.isValid() && chip->part().group == group);
}

void KeyEditor::addAssociation()
{
    edit(int(m_chips.size()));
}

void KeyEditor::edit(int index)
{
    commitOpenEditor();
    if (!isEditable() || index < 0 || index > m_chips.size())
        return;
    m_message->clear();
    if (m_buffer->textError()) {
        showError(
            {ErrorKind::Failed, tr("The text of this value has errors. Mend or discard it, then edit the key. Nothing was changed."), {}});
        return;
    }
    m_edit = new AssociationEdit(m_area->content());
    m_editIndex = index;
    m_editStart = typedPair(m_buffer->edited(), index);
    RecordIndex record;
    indexRecord(bson::DocumentView(m_buffer->body()), Collection::Persistence, record);
    m_edit->setSource(m_workspace, record.appId.toByteArray());
    m_edit->setPair(m_editStart.model, m_editStart.id);
    connect(m_edit, &AssociationEdit::committed, this, &KeyEditor::commitOpenEditor);
    connect(m_edit, &AssociationEdit::cancelled, this, [this] { closeEditor(m_editIndex); });
    arrange();
    m_edit->show();
    m_edit->startTyping();
    bringIntoSight(m_edit);
}

void KeyEditor::commitOpenEditor()
{
    if (!m_edit)
        return;
    const int index = m_editIndex;
    const KeyItem typed{m_edit->model(), m_edit->id(), -1};
    const bool isUntouched = typed.model == m_editStart.model && typed.id == m_editStart.id;
    const bool hadFocus = closeEditor(index);
    if (isUntouched || !m_buffer)
        return;
    std::vector<KeyItem> key = keptKey(m_buffer->edited());
    const bool isNew = size_t(index) >= key.size();
    if (isNew)
        key.push_back(typed);
    else
        key[size_t(index)] = typed;
    change(isNew ? tr("Add association") : tr("Edit association"), key, hadFocus ? index : -1);
}

/// Takes the editor away. The focus goes to the chip if it was in the editor, not if it is elsewhere already.
bool KeyEditor::closeEditor(int focused)
{
    AssociationEdit *editor = std::exchange(m_edit, nullptr);
    if (!editor)
        return false;
    const bool hadFocus = hasFocusIn(editor);
    editor->hide();
    editor->deleteLater();
    arrange();
    if (hadFocus)
        focusChip(focused);
    return hadFocus;
}

void KeyEditor::remove(int index)
{
    std::vector<KeyItem> key = keptKey(m_buffer->edited());
    if (index < 0 || size_t(index) >= key.size())
        return;
    key.erase(key.begin() + index);
    change(tr("Remove association"), key, qMin(index, qMax(0, int(key.size()) - 1)));
}

void KeyEditor::move(int from, int to)
{
    std::vector<KeyItem> key = keptKey(m_buffer->edited());
    const int count = int(key.size());
    if (from < 0 || from >= count || to < 0 || to >= count || from == to)
        return;
    const KeyItem moved = key[size_t(from)];
    key.erase(key.begin() + from);
    key.insert(key.begin() + to, moved);
    change(tr("Reorder key"), key, to);
}

void KeyEditor::normalise()
{
    const auto changed = m_buffer->change(tr("Normalise key"), normaliseKey(m_buffer->edited()));
    if (!changed)
        showError(changed.error());
}

void KeyEditor::change(const QString &title, const std::vector<KeyItem> &key, int focused)
{
    m_message->clear();
    const auto changed = m_buffer->change(title, setKey(m_buffer->edited(), key));
    if (!changed)
        showError(changed.error());
    else if (focused >= 0)
        focusChip(focused);
}

void KeyEditor::showError(const Error &error)
{
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
}

void KeyEditor::takeInsight(const KeyInsight &insight)
{
    // What was found out about the new key is known from now on.
    std::vector<KeyPart> known = m_known;
    for (const ResolvedAssociation &resolved : insight.key) {
        if (!resolved.pair)
            continue;
        const KeyPart part{resolved.group, ModelKind::Stored, resolved.pair->model, resolved.pair->id, resolved.pair->label};
        const auto same = std::find_if(known.begin(), known.end(), [&](const KeyPart &one) {
            return one.kind == part.kind && one.model == part.model && one.id == part.id;
        });
        if (same == known.end())
            known.push_back(part);
        else if (part.group.target.isValid())
            *same = part;
    }
    if (m_buffer && known != m_known) {
        m_known = std::move(known);
        const int focused =
            int(std::find_if(m_chips.begin(), m_chips.end(), [](const KeyChip *chip) { return chip->hasFocus(); }) - m_chips.begin());
        const bool hadFocus = focused < m_chips.size();
        const std::vector<EditedPart> now = parts();
        if (now != m_shown && !m_edit) {
            follow();
            if (hadFocus)
                focusChip(focused);
        }
    }
    QList<KeyHint> hints;
    // That there is no key is said in the line above.
    std::copy_if(insight.hints.begin(), insight.hints.end(), std::back_inserter(hints),
                 [](const KeyHint &hint) { return hint.kind != KeyHintKind::NoKey; });
    m_hints->setHints(hints);
    showHints();
}

/// While the key is edited the hints stand open; those of a stored key are a button.
void KeyEditor::showHints()
{
    const auto count = m_hints->hints().size();
    const bool isWarned =
        std::any_of(m_hints->hints().begin(), m_hints->hints().end(), [](const KeyHint &hint) { return isWarning(hint.kind); });
    const Tone tone = isWarned ? Tone::Warning : Tone::Info;
    m_hintToggle->setIcon(icon(toneIcon(tone), toneColor(tone, palette())));
    m_hintToggle->setText(countedText(count, tr("1 hint"), tr("%1 hints")));
    setPlainToolTip(m_hintToggle, tr("What there is to know about this key"));
    m_hintToggle->setVisible(count > 0);
    if (isKeyEdited() && count > 0)
        m_hintToggle->setChecked(true);
    m_hints->setVisible(count > 0 && m_hintToggle->isChecked());
    arrange();
}

void KeyEditor::showMenu(int index, const QPoint &position)
{
    if (index < 0 || index >= m_chips.size())
        return;
    const Group group = m_chips[index]->part().group;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"chipMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(IconId::Forward), tr("Show this group"), this, [this, group] { emit groupRequested(group); })
        ->setEnabled(group.model.isValid());
    menu->addSeparator();
    const bool canEdit = isEditable();
    menu->addAction(tr("Edit"), this, [this, index] { edit(index); })->setEnabled(canEdit);
    menu->addAction(icon(IconId::Add), tr("Add association"), this, &KeyEditor::addAssociation)->setEnabled(canEdit);
    menu->addAction(tr("Move left"), this, [this, index] { move(index, index - 1); })->setEnabled(canEdit && index > 0);
    menu->addAction(tr("Move right"), this, [this, index] { move(index, index + 1); })->setEnabled(canEdit && index + 1 < m_chips.size());
    menu->addAction(icon(IconId::Delete), tr("Remove"), this, [this, index] { remove(index); })->setEnabled(canEdit);
    menu->popup(position);
}

void KeyEditor::showDropPlace(const QPoint &position)
{
    const int index = dropIndex(position);
    const QRect chip = index < m_chips.size() ? m_chips[index]->geometry() : m_chips.last()->geometry();
    const int x = index < m_chips.size() ? chip.left() - 3 : chip.right() + 2;
    m_dropMark->setGeometry(qMax(0, x), chip.top(), 2, chip.height());
    m_dropMark->raise();
    m_dropMark->show();
}

/// Before which chip a drop at a point of the screen puts an association.
int KeyEditor::dropIndex(const QPoint &position) const
{
    const QPoint point = m_area->content()->mapFromGlobal(position);
    for (int i = 0; i < m_chips.size(); ++i) {
        const QRect chip = m_chips[i]->geometry();
        const bool isAbove = point.y() < chip.top();
        const bool isBeside = point.y() <= chip.bottom() && point.x() < chip.center().x();
        if (isAbove || isBeside)
            return i;
    }
    return int(m_chips.size());
}

void KeyEditor::focusChip(int index)
{
    if (index >= 0 && index < m_chips.size()) {
        m_chips[index]->setFocus(Qt::OtherFocusReason);
        bringIntoSight(m_chips[index]);
    } else if (m_chips.isEmpty()) {
        m_add->setFocus(Qt::OtherFocusReason);
    }
}

void KeyEditor::bringIntoSight(QWidget *widget)
{
    // What was added just now has its place only after the layout around it.
    QMetaObject::invokeMethod(
        widget, [this, widget] { m_area->ensureWidgetVisible(widget, 0, 0); }, Qt::QueuedConnection);
}

} // namespace persistence
