/// HTTP: the API (`web.api`) and who may use it (`web.security`). Controllers translate and decide nothing.
@NullMarked
package dev.sheaf.web;

import org.jspecify.annotations.NullMarked;
