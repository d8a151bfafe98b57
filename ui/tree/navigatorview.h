#pragma once

#include <QTreeView>

namespace persistence {

class NavigatorDelegate;

/// The view of the tree: keeps what the user sees while rows come and go above it, and opens everything below a row within bounds.
class NavigatorView final : public QTreeView
{
    Q_OBJECT

public:
    explicit NavigatorView(QWidget *parent = nullptr);

    [[nodiscard]] NavigatorDelegate *delegate() const { return m_delegate; }

    /// Opens rows below \a index, level by level. False if it stopped at kMaxExpanded rows.
    bool expandBelow(const QModelIndex &index);
    static constexpr int kMaxExpanded = 1'000;

    [[nodiscard]] QModelIndex topRow() const;
    void putOnTop(const QModelIndex &index);
    /// Runs \a change, which may add and remove rows, and scrolls so that the same row is at the top afterwards.
    template <typename Change>
    void keepScrollPosition(Change change)
    {
        const QPersistentModelIndex top = topRow();
        change();
        putOnTop(top);
    }

signals:
    /// `*` was pressed on a row that has more below it than expandBelow() opens.
    void expandStopped();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    NavigatorDelegate *m_delegate;
};

} // namespace persistence
