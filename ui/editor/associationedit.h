#pragma once

#include "ui/editor/lookupjob.h"

#include <QWidget>

class QComboBox;
class QCompleter;
class QLineEdit;
class QStandardItemModel;

namespace persistence {

/// Edits one association: a box for the association model, known ones offered, and a field for the id, with ids and resolved names of the
/// app offered while one types. Texts that cannot be typed are shown as visible tokens and kept byte for byte unless they are touched.
class AssociationEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit AssociationEdit(QWidget *parent = nullptr);
    ~AssociationEdit() override;

    /// Where offers come from; null for none.
    void setSource(std::shared_ptr<Workspace> workspace, const QByteArray &appId);
    void setPair(const QByteArray &model, const QByteArray &id);
    [[nodiscard]] QByteArray model() const;
    [[nodiscard]] QByteArray id() const;
    /// Puts the cursor where people go on typing: into the model if there is none yet, else into the id.
    void startTyping();

    [[nodiscard]] QComboBox *modelBox() const { return m_model; }
    [[nodiscard]] QLineEdit *idField() const { return m_id; }
    [[nodiscard]] QCompleter *completer() const { return m_completer; }

signals:
    /// Enter was pressed, or the focus went elsewhere.
    void committed();
    /// Esc was pressed.
    void cancelled();
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// A stored text and how it stands in the field: as long as that is not touched, the stored one counts.
    struct Kept
    {
        QByteArray bytes;
        QString text;
        [[nodiscard]] QByteArray read(const QString &now) const { return now == text ? bytes : now.toUtf8(); }
    };

    void createModelBox();
    void createIdField();
    void takeFocusChange(QWidget *now);
    void askForOffers();
    void showOffers(const QList<IdOffer> &offers);
    void takeOffer(const QModelIndex &index);

    QComboBox *m_model;
    QLineEdit *m_id;
    QStandardItemModel *m_offers;
    QCompleter *m_completer;
    Kept m_keptModel, m_keptId;
    QByteArray m_appId;
    LookupJob<QList<IdOffer>> m_lookup;
};

} // namespace persistence
