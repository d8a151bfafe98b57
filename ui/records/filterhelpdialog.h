#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace persistence {

/// Opens the description of the filter language: examples and what they mean. \a use is called with an example that is double-clicked, or
/// chosen with Enter.
void openFilterHelp(QWidget *parent, const std::function<void(const QString &example)> &use);

} // namespace persistence
