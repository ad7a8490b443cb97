//! HTML as a tree, read as a browser reads it. It is plain data: what the elements mean is decided by those who read it.
//!
//! Nodes are in one list and name each other by number, so that a text with a thousand nested elements is no deeper in memory
//! than a flat one.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{
    Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment,
};

use super::elements::is_void;

/// The number of a node.
pub type Id = usize;

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The document, or something without a meaning here.
    Other,
    /// An element: its name, in lower case unless SVG writes it otherwise, and its attributes.
    Element(String, Vec<(String, String)>),
    /// Text, its entities decoded.
    Text(String),
    /// The inside of a comment.
    Comment(String),
}

#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    data: Data,
}

/// A text of HTML.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    top: Id,
}

impl Tree {
    /// Reads what may be in the body of a page.
    pub fn read(html: &str) -> Tree {
        let body = QualName::new(None, ns!(html), local_name!("body"));
        parse_fragment(Builder::new(), options(), body, Vec::new(), false).one(html)
    }

    /// Reads a whole page. At its top is what is inside the `html` element, which is [`Tree::root`].
    pub fn read_page(html: &str) -> Tree {
        parse_document(Builder::new(), options()).one(html)
    }

    /// The `html` element.
    pub fn root(&self) -> Id {
        self.top
    }

    /// The nodes at the top.
    pub fn top(&self) -> &[Id] {
        &self.nodes[self.top].children
    }

    /// What a node is.
    pub fn data(&self, id: Id) -> &Data {
        &self.nodes[id].data
    }

    /// The nodes inside a node.
    pub fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// The name of an element; empty for anything else.
    pub fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Data::Element(name, _) => name,
            Data::Other | Data::Text(_) | Data::Comment(_) => "",
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Data::Element(_, attributes) = self.data(id) else {
            return None;
        };
        let attribute = attributes.iter().find(|(known, _)| known == name);
        attribute.map(|(_, value)| value.as_str())
    }

    /// Whether an element has this class.
    pub fn has_class(&self, id: Id, class: &str) -> bool {
        let classes = self.attribute(id, "class").unwrap_or_default();
        classes.split_whitespace().any(|known| known == class)
    }

    /// Everything inside a node, itself included, in the order of the text.
    pub fn inside(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut waiting = vec![id];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// The first element of this name in a node.
    pub fn find(&self, id: Id, name: &str) -> Option<Id> {
        self.inside(id).find(|inside| self.name(*inside) == name)
    }

    /// The words in a node, without any marks.
    pub fn text(&self, id: Id) -> String {
        let texts = self.inside(id).filter_map(|id| match self.data(id) {
            Data::Text(text) => Some(text.as_str()),
            Data::Other | Data::Element(..) | Data::Comment(_) => None,
        });
        texts.collect()
    }

    /// A node as HTML.
    pub fn source(&self, id: Id) -> String {
        enum Step {
            Open(Id),
            Close(Id),
        }
        let mut out = String::new();
        let mut steps = vec![Step::Open(id)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Close(id) => out.push_str(&format!("</{}>", self.name(id))),
                Step::Open(id) => match self.data(id) {
                    Data::Text(text) => out.push_str(text),
                    Data::Comment(text) => out.push_str(&format!("<!--{text}-->")),
                    Data::Other => {}
                    Data::Element(name, attributes) => {
                        out.push_str(&format!("<{name}"));
                        for (name, value) in attributes {
                            out.push_str(&format!(" {name}=\"{value}\""));
                        }
                        out.push('>');
                        if !is_void(name) {
                            steps.push(Step::Close(id));
                        }
                        let children = self.children(id).iter().rev();
                        steps.extend(children.map(|child| Step::Open(*child)));
                    }
                },
            }
        }
        out
    }

    /// For every node, whether a test holds for it or anything inside.
    pub fn any_inside(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        let mut found = vec![false; self.nodes.len()];
        for id in 0..self.nodes.len() {
            if !test(self.name(id)) {
                continue;
            }
            let mut at = Some(id);
            while let Some(id) = at.filter(|id| !found[*id]) {
                found[id] = true;
                at = self.nodes[id].parent;
            }
        }
        found
    }
}

fn options() -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    }
}

/// What the parser names a node by.
#[derive(Clone)]
struct Handle {
    id: Id,
    name: Option<Rc<QualName>>,
}

/// The tree while it grows.
struct Builder {
    nodes: RefCell<Vec<Node>>,
}

impl Builder {
    fn new() -> Self {
        let builder = Self {
            nodes: RefCell::new(Vec::new()),
        };
        builder.add(Data::Other);
        builder
    }

    fn add(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: None,
            children: Vec::new(),
            data,
        });
        nodes.len() - 1
    }

    /// Takes a node out of its parent; returns where it was.
    fn take_out(&self, id: Id) -> Option<(Id, usize)> {
        let nodes = &mut *self.nodes.borrow_mut();
        let parent = nodes[id].parent.take()?;
        let at = nodes[parent]
            .children
            .iter()
            .rposition(|child| *child == id)?;
        nodes[parent].children.remove(at);
        Some((parent, at))
    }

    /// Puts something into a node at a place. Text becomes part of the text before it.
    fn put(&self, parent: Id, at: usize, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(node) => {
                self.take_out(node.id);
                node.id
            }
            NodeOrText::AppendText(text) => {
                {
                    let nodes = &mut *self.nodes.borrow_mut();
                    let before = at.checked_sub(1).map(|at| nodes[parent].children[at]);
                    if let Some(before) = before
                        && let Data::Text(known) = &mut nodes[before].data
                    {
                        known.push_str(&text);
                        return;
                    }
                }
                self.add(Data::Text(text.to_string()))
            }
        };
        let nodes = &mut *self.nodes.borrow_mut();
        nodes[id].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, id);
    }

    fn length(&self, id: Id) -> usize {
        self.nodes.borrow()[id].children.len()
    }
}

fn pairs(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    let pair = |attribute: Attribute| {
        (
            attribute.name.local.to_string(),
            attribute.value.to_string(),
        )
    };
    attributes.into_iter().map(pair).collect()
}

impl TreeSink for Builder {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        let nodes = self.nodes.into_inner();
        // A fragment is inside an `html` element of the parser's own. A document may have comments before it.
        let is_element = |id: &&Id| matches!(nodes[**id].data, Data::Element(..));
        let top = nodes[0].children.iter().find(is_element);
        let top = top.copied().unwrap_or(0);
        Tree { nodes, top }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        let name = target.name.as_ref();
        name.expect("the parser asks for the names of elements only")
            .expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let local = name.local.to_string();
        let id = self.add(Data::Element(local, pairs(attributes)));
        Handle {
            id,
            name: Some(Rc::new(name)),
        }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        let id = self.add(Data::Comment(text.to_string()));
        Handle { id, name: None }
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        let id = self.add(Data::Comment(format!("{target} {data}")));
        Handle { id, name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, self.length(parent.id), child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.id].parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.take_out(node.id);
        }
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes[sibling.id].parent;
            parent.and_then(|parent| {
                let mut children = nodes[parent].children.iter();
                Some((parent, children.position(|child| *child == sibling.id)?))
            })
        };
        if let Some((parent, at)) = place {
            self.put(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Data::Element(_, known) = &mut self.nodes.borrow_mut()[target.id].data {
            for (name, value) in pairs(attributes) {
                if !known.iter().any(|(known, _)| *known == name) {
                    known.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.take_out(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let nodes = &mut *self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.id].children);
        for child in &children {
            nodes[*child].parent = Some(new_parent.id);
        }
        nodes[new_parent.id].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_as_browsers_read_it() {
        let tree = Tree::read("<p>a<p>b <b>c<div>d</b></div><!-- e --><table><tr><td>f</table>");
        let names: Vec<&str> = tree.top().iter().map(|id| tree.name(*id)).collect();
        assert_eq!(names[..2], ["p", "p"]);
        let words: String = tree.top().iter().map(|id| tree.text(*id)).collect();
        assert_eq!(words, "ab cdf");
        let table = *tree.top().last().expect("a table");
        assert_eq!(
            tree.source(table),
            "<table><tbody><tr><td>f</td></tr></tbody></table>"
        );
    }

    #[test]
    fn text_that_is_moved_out_of_a_table_is_kept() {
        let tree = Tree::read("<table>lost<tr><td>kept</td></tr></table>");
        let words: String = tree.top().iter().map(|id| tree.text(*id)).collect();
        assert_eq!(words, "lostkept");
    }
}
