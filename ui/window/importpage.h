#pragma once

#include "model/transfer/importer.h"

#include <QWidget>

namespace persistence {

class ImportPreviewModel;
class PlainLabel;

/// What an import has found so far: apps and association models with their counts, each marked "so far".
class ImportPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportPage(QWidget *parent = nullptr);

    /// Starts anew for \a name.
    void begin(const QString &name);
    void showCounts(const std::vector<ImportProgress::GroupCount> &counts);

private:
    PlainLabel *m_title;
    ImportPreviewModel *m_model;
};

} // namespace persistence
