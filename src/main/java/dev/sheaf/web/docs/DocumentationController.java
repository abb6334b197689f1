package dev.sheaf.web.docs;

import dev.sheaf.web.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// `/api_documentation`: open to everybody, as the description itself is.
@Controller
@RequestMapping("/api_documentation")
class DocumentationController {

    private final Description description;

    DocumentationController(Description description) {
        this.description = description;
    }

    @ModelAttribute("operations")
    List<Operation> operations() {
        return description.operations();
    }

    @ModelAttribute("base")
    String base() {
        return description.base();
    }

    @ModelAttribute("server")
    String server() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
    }

    @GetMapping
    String guide(Model model) {
        model.addAttribute(
                "codes",
                Arrays.stream(ErrorCode.values())
                        .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList())));
        return "guide";
    }

    @GetMapping("/{id}")
    String operation(@PathVariable String id, Model model) {
        model.addAttribute(
                "operation",
                description.operation(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        return "operation";
    }
}
